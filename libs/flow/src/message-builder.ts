import { writeRecord, type Template } from './template.js';

/** A message on its way to a collector. */
export interface ExportMessage {
  readonly bytes: Buffer;
  /** Flow records in it. */
  readonly flows: number;
  /** By how much the stream's sequence number grows with it. */
  readonly advance: number;
}

/** How the two protocols with templates differ in their messages. */
export interface MessageFormat {
  readonly headerLength: number;
  /** Set ids of templates and of those of options. */
  readonly sets: { readonly template: number; readonly options: number };
  /** Sets end at multiples of four. */
  readonly pads: boolean;
  encodeTemplate<Source>(template: Template<Source>): Buffer;
  /** All of it but the sequence number, which a message gets when it is sent. */
  writeHeader(message: Buffer, counts: RecordCounts): void;
  /** By how much the sequence number grows. */
  advance(counts: RecordCounts): number;
}

export interface RecordCounts {
  /** Of flows and options. */
  readonly data: number;
  readonly templates: number;
}

const setHeader = 4;

/** Fills messages with sets of records, none longer than allowed. */
export class MessageBuilder {
  readonly #done: ExportMessage[] = [];
  #buffer: Buffer;
  #end: number;
  /** Where the set that is open begins; 0: none is. */
  #set = 0;
  #setId = 0;
  #counts = { data: 0, templates: 0 };
  #flows = 0;

  constructor(
    private readonly format: MessageFormat,
    private readonly mostOctets: number,
  ) {
    this.#buffer = Buffer.alloc(mostOctets);
    this.#end = format.headerLength;
  }

  addTemplate<Source>(template: Template<Source>): void {
    const { sets } = this.format;
    const bytes = this.format.encodeTemplate(template);
    this.open(template.scope === undefined ? sets.template : sets.options, bytes.length);
    this.#buffer.set(bytes, this.#end);
    this.#end += bytes.length;
    this.#counts.templates += 1;
  }

  /** Every template of a group. */
  addTemplates(templates: object): void {
    for (const template of Object.values(templates) as readonly Template<never>[]) {
      this.addTemplate(template);
    }
  }

  addRecord<Source>(template: Template<Source>, source: Source): void {
    this.open(template.id, template.length);
    this.#end = writeRecord(template, source, this.#buffer, this.#end);
    this.#counts.data += 1;
    if (template.scope === undefined) this.#flows += 1;
  }

  /** Everything added so far, as messages. */
  finish(): readonly ExportMessage[] {
    this.closeMessage();
    return this.#done.splice(0);
  }

  /** Makes room for so many octets in a set of this id. */
  private open(setId: number, octets: number): void {
    const fits = (more: number): boolean => this.#end + more + 3 <= this.mostOctets;
    if (this.#set > 0 && this.#setId === setId && fits(octets)) return;
    this.closeSet();
    if (!fits(octets + setHeader)) this.closeMessage();
    this.#set = this.#end;
    this.#setId = setId;
    this.#end += setHeader;
  }

  private closeSet(): void {
    if (this.#set === 0) return;
    if (this.format.pads) this.#end = (this.#end + 3) & ~3;
    this.#buffer.writeUInt16BE(this.#setId, this.#set);
    this.#buffer.writeUInt16BE(this.#end - this.#set, this.#set + 2);
    this.#set = 0;
  }

  private closeMessage(): void {
    this.closeSet();
    if (this.#end === this.format.headerLength) return;
    const bytes = this.#buffer.subarray(0, this.#end);
    this.format.writeHeader(bytes, this.#counts);
    const advance = this.format.advance(this.#counts);
    this.#done.push({ bytes, flows: this.#flows, advance });
    this.#buffer = Buffer.alloc(this.mostOctets);
    this.#end = this.format.headerLength;
    this.#counts = { data: 0, templates: 0 };
    this.#flows = 0;
  }
}
