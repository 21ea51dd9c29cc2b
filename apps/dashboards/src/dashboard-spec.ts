/** One expression of PromQL; variables stand in it as Grafana has them: `$node`, `$__rate_interval`. */
export interface PanelQuery {
  readonly expr: string;
  /** Name of a series, with its labels as `{{node}}`. */
  readonly legend: string;
}

export interface PanelSpec {
  /** Values over time, one value, or a table of values as they are now. */
  readonly kind: 'curve' | 'figure' | 'table';
  readonly title: string;
  /** Shown to who points at the title. */
  readonly help: string;
  /** As Grafana names units; absent: a bare number. */
  readonly unit?: string;
  readonly queries: readonly PanelQuery[];
  /** Value from which on a figure is shown as bad; absent: it has no bad ones. */
  readonly badFrom?: number;
  /** Of twenty-four columns; absent: a third for curves, a sixth for figures, half for tables. */
  readonly width?: number;
  /** What is shown in place of values where there may well be none; absent: there are always some. */
  readonly whenEmpty?: string;
}

/** What a viewer chooses, several at once or all: the values of a label. */
export interface VariableSpec {
  readonly name: string;
  readonly label: string;
  /** Series that has the label. */
  readonly of: string;
}

export interface RowSpec {
  readonly title: string;
  readonly panels: readonly PanelSpec[];
}

export interface DashboardSpec {
  readonly uid: string;
  readonly title: string;
  readonly help: string;
  readonly variables: readonly VariableSpec[];
  readonly rows: readonly RowSpec[];
}
