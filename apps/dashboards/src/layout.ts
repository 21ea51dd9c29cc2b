import type { PanelSpec } from './dashboard-spec.js';

/** In the units of Grafana's grid, which is twenty-four columns wide. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

const columns = 24;
const widths = { curve: 8, figure: 4, table: 12 } as const;
const heights = { curve: 8, figure: 4, table: 8 } as const;

/** Places panels beside each other, and below where there is no room left; `end` is the first free line. */
export function layout(
  panels: readonly PanelSpec[],
  begin: number,
): { readonly places: readonly Place[]; readonly end: number } {
  const places: Place[] = [];
  let next = { x: 0, y: begin };
  let end = begin;
  for (const { kind, width } of panels) {
    const w = width ?? widths[kind];
    if (next.x + w > columns) next = { x: 0, y: end };
    const place = { ...next, w, h: heights[kind] };
    places.push(place);
    next = { x: next.x + w, y: next.y };
    end = Math.max(end, place.y + place.h);
  }
  return { places, end };
}
