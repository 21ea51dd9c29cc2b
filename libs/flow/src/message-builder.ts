import { rawPage, type Page } from './page.js';
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
/** Messages that the largest page holds. */
const mostInPage = 32;

/** Fills messages with sets of records, none longer than allowed. */
export class MessageBuilder {
  readonly #done: ExportMessage[] = [];
  /** Grows with the number of messages, so that a few don't hold on to the memory of many. */
  #page: Page;
  #inPage = 1;
  /** Where in the page the message begins, and how far it has come. */
  #begin = 0;
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
    this.#page = rawPage(mostOctets);
    this.#end = format.headerLength;
  }

  addTemplate<Source>(template: Template<Source>): void {
    const { sets } = this.format;
    const bytes = this.format.encodeTemplate(template);
    this.open(template.scope === undefined ? sets.template : sets.options, bytes.length);
    this.#page.bytes.set(bytes, this.#end);
    this.#end += bytes.length;
    this.#counts.templates += 1;
  }

  /** Every template of a group. */
  addTemplates(templates: object): void {
    for (const template of Object.values(templates) as readonly Template<never>[]) {
      this.addTemplate(template);
    }
  }

  /** Of options. */
  addRecord<Source>(template: Template<Source>, source: Source): void {
    this.open(template.id, template.length);
    this.#page.bytes.fill(0, this.#end, this.#end + template.length);
    this.#end = writeRecord(template, source, this.#page, this.#end);
    this.#counts.data += 1;
  }

  /** Of flows: records that stand one behind the other. */
  addFlows({ id, length }: Pick<Template<never>, 'id' | 'length'>, records: Buffer): void {
    for (let done = 0; done < records.length;) {
      this.open(id, length);
      const room = Math.max(1, Math.floor(this.free / length)) * length;
      const octets = records.copy(this.#page.bytes, this.#end, done, done + room);
      this.#end += octets;
      this.#counts.data += octets / length;
      this.#flows += octets / length;
      done += octets;
    }
  }

  /** Everything added so far, as messages. */
  finish(): readonly ExportMessage[] {
    this.closeMessage();
    return this.#done.splice(0);
  }

  /** Makes room for so many octets in a set of this id. */
  private open(setId: number, octets: number): void {
    if (this.#set > 0 && this.#setId === setId && this.fits(octets)) return;
    this.closeSet();
    if (!this.fits(octets + setHeader)) this.closeMessage();
    this.#set = this.#end;
    this.#setId = setId;
    this.#end += setHeader;
  }

  private fits(octets: number): boolean {
    return octets <= this.free;
  }

  /** Without what a set may need to end at a multiple of four. */
  private get free(): number {
    return this.mostOctets - 3 - (this.#end - this.#begin);
  }

  private closeSet(): void {
    if (this.#set === 0) return;
    const padding = this.format.pads ? -(this.#end - this.#begin) & 3 : 0;
    this.#page.bytes.fill(0, this.#end, this.#end + padding);
    this.#end += padding;
    this.#page.view.setUint16(this.#set, this.#setId);
    this.#page.view.setUint16(this.#set + 2, this.#end - this.#set);
    this.#set = 0;
  }

  private closeMessage(): void {
    this.closeSet();
    if (this.#end - this.#begin === this.format.headerLength) return;
    const bytes = this.#page.bytes.subarray(this.#begin, this.#end);
    bytes.fill(0, 0, this.format.headerLength);
    this.format.writeHeader(bytes, this.#counts);
    const advance = this.format.advance(this.#counts);
    this.#done.push({ bytes, flows: this.#flows, advance });
    this.beginMessage();
    this.#counts = { data: 0, templates: 0 };
    this.#flows = 0;
  }

  private beginMessage(): void {
    this.#begin = this.#end;
    if (this.#begin + this.mostOctets > this.#page.bytes.length) {
      this.#inPage = Math.min(mostInPage, this.#inPage * 2);
      this.#page = rawPage(this.mostOctets * this.#inPage);
      this.#begin = 0;
    }
    this.#end = this.#begin + this.format.headerLength;
  }
}
