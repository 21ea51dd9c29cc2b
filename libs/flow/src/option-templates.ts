import {
  bigUint64,
  contractIdElement,
  fixedText,
  uint16,
  uint32,
  uint64,
  uint8,
  wirePacketsElement,
  type ElementOf,
  type InterfaceFacts,
} from './information-element.js';
import { templateOf, type Template } from './template.js';

/** What an exporter tells of itself, RFC 7011 4.1 to 4.3. Totals count since the stream began. */
export interface ExportStatistics {
  readonly domain: number;
  readonly messages: number;
  readonly octets: number;
  readonly flows: number;
  readonly notSentFlows: number;
  readonly notSentPackets: number;
  readonly notSentOctets: number;
  /** Counted, and in no flow: there was no room for one. */
  readonly ignoredPackets: number;
  readonly ignoredOctets: number;
}

/** One of our own elements, described as RFC 5610 says. */
export interface ElementDescription {
  readonly enterprise: number;
  readonly id: number;
  /** informationElementDataType. */
  readonly dataType: number;
  /** informationElementSemantics. */
  readonly semantics: number;
  readonly name: string;
}

export interface OptionTemplates {
  readonly names: Template<InterfaceFacts>;
  readonly interfaces: Template<InterfaceFacts>;
  readonly statistics: Template<ExportStatistics>;
  readonly sampling: Template<number>;
  readonly elements?: Template<ElementDescription>;
}

/** Bytes of names; nfdump takes them of fixed length only. */
const textLength = { name: 32, description: 64, element: 32 } as const;
/** samplingAlgorithm 1: deterministic, every packet. */
const everyPacket = { interval: 1, algorithm: 1 } as const;

const interfaceName = fixedText<InterfaceFacts>(82, textLength.name, ({ name }) => name);
const interfaceDescription = fixedText<InterfaceFacts>(
  83,
  textLength.description,
  ({ description }) => description,
);
const segment = bigUint64<InterfaceFacts>(351, ({ vni }) =>
  vni === undefined ? 0n : (1n << 56n) | BigInt(vni),
);

const counters: readonly ElementOf<ExportStatistics>[] = [
  uint64(40, ({ octets }) => octets),
  uint64(41, ({ messages }) => messages),
  uint64(42, ({ flows }) => flows),
  uint64(164, ({ ignoredPackets }) => ignoredPackets),
  uint64(165, ({ ignoredOctets }) => ignoredOctets),
  uint64(166, ({ notSentFlows }) => notSentFlows),
  uint64(167, ({ notSentPackets }) => notSentPackets),
  uint64(168, ({ notSentOctets }) => notSentOctets),
];

const sampling: readonly ElementOf<number>[] = [
  uint32(34, () => everyPacket.interval),
  uint8(35, () => everyPacket.algorithm),
];

/** @param enterprise see `ipfixTemplates` */
export function ipfixOptionTemplates(enterprise: number | undefined): OptionTemplates {
  const number = uint32<InterfaceFacts>(10, (facts) => facts.number);
  const contract: readonly ElementOf<InterfaceFacts>[] =
    enterprise === undefined
      ? []
      : [
          {
            ...fixedText(contractIdElement, 26, (facts: InterfaceFacts) => facts.contract),
            enterprise,
          },
        ];
  return {
    names: templateOf(300, [number, interfaceName], 1),
    interfaces: templateOf(301, [number, interfaceDescription, segment, ...contract], 1),
    statistics: templateOf(302, [uint32(149, ({ domain }) => domain), ...counters], 1),
    sampling: templateOf(303, [uint32(149, (domain: number) => domain), ...sampling], 1),
    ...(enterprise === undefined ? {} : { elements: elementTemplate() }),
  };
}

/** Scopes of RFC 3954 6.1: 1 system, 2 interface. Its statistics have no elements for what was not sent. */
export function netflow9OptionTemplates(): OptionTemplates {
  const number = uint32<InterfaceFacts>(2, (facts) => facts.number);
  return {
    names: templateOf(300, [number, interfaceName], 1),
    interfaces: templateOf(301, [number, interfaceDescription], 1),
    statistics: templateOf(302, [uint32(1, ({ domain }) => domain), ...counters.slice(0, 3)], 1),
    sampling: templateOf(303, [uint32(1, (domain: number) => domain), ...sampling], 1),
  };
}

/** Data types and semantics of RFC 5610 3.1 and 3.6. */
const type = { unsigned64: 4, string: 13 } as const;
const semantics = { default: 0, deltaCounter: 3 } as const;

export function ownElementDescriptions(enterprise: number): readonly ElementDescription[] {
  return [
    {
      enterprise,
      id: contractIdElement,
      dataType: type.string,
      semantics: semantics.default,
      name: 'herculesContractId',
    },
    {
      enterprise,
      id: wirePacketsElement,
      dataType: type.unsigned64,
      semantics: semantics.deltaCounter,
      name: 'herculesWirePacketDeltaCount',
    },
  ];
}

function elementTemplate(): Template<ElementDescription> {
  return templateOf(
    304,
    [
      uint32(346, ({ enterprise }: ElementDescription) => enterprise),
      uint16(303, ({ id }: ElementDescription) => id),
      uint8(339, ({ dataType }: ElementDescription) => dataType),
      uint8(344, (description: ElementDescription) => description.semantics),
      fixedText(341, textLength.element, ({ name }: ElementDescription) => name),
    ],
    2,
  );
}
