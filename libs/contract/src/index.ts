export { authoriseCharter } from './authorise-charter.js';
export type { CharterContext, TrustAnchor } from './authorise-charter.js';
export { authoriseContract } from './authorise-contract.js';
export type { AuthorisedCharter, AuthorisedContract } from './authorised.js';
export { canonicalJson } from './canonical-json.js';
export { charterSchema, charterSchemaName, principalKey, publicKey } from './charter-schema.js';
export type {
  Charter,
  CharterNode,
  Principal,
  PrincipalKey,
  PublicKey,
  Underlay,
} from './charter-schema.js';
export { parseCharter } from './charter.js';
export type { Check } from './check-schema.js';
export { contractSchema, contractSchemaName } from './contract-schema.js';
export type { ChangePolicy, Contract, Workload } from './contract-schema.js';
export type { FlowExport, FlowPolicy } from './flow-schema.js';
export { parseContract } from './contract.js';
export { digestOf } from './digest.js';
export {
  envelopeOf,
  parseEnvelope,
  parseEnvelopeSignature,
  serializeEnvelope,
  withSignature,
} from './envelope.js';
export type { Envelope, EnvelopeSignature } from './envelope.js';
export {
  charterId,
  contractId,
  digest,
  distinct,
  instant,
  keyId,
  nodeId,
  principalId,
  roleName,
  tenantName,
  version,
  workloadName,
} from './fields.js';
export type {
  CharterId,
  ContractId,
  Digest,
  KeyId,
  NodeId,
  PrincipalId,
  WorkloadName,
} from './fields.js';
export { charterForceProblems, contractForceProblems } from './in-force.js';
export { charterJsonSchema, contractJsonSchema } from './json-schemas.js';
export { contractProblemCodes, isContractProblemCode } from './problem-codes.js';
export type { ContractProblem, ContractProblemCode } from './problem-codes.js';
export { accept, pointer, refuse } from './problem.js';
export type { Problem, Result } from './problem.js';
export { documentTypes } from './protected-header.js';
export type { DocumentKind } from './protected-header.js';
export { algorithmOf, keyIdOf, publicKeyObject, publicKeyProblems } from './public-key.js';
export type { Curve, SignatureAlgorithm } from './public-key.js';
export { governance, requirement } from './requirement-schema.js';
export type { Governance, Requirement } from './requirement-schema.js';
export { isAtLeast } from './requirement-strength.js';
export { isMet, missingFor, requirementProblems } from './requirement.js';
export type { Missing } from './requirement.js';
export { reviewContract } from './review-contract.js';
export type { ContractContext, ContractReview } from './review-contract.js';
export {
  isUnsealed,
  isWeakSecret,
  leastSecretBytes,
  openSecret,
  sealedSecretPattern,
  sealSecret,
} from './sealed-secret.js';
export { coded, parseWith } from './schema-problems.js';
export { signPayload, verifySignature } from './signature.js';
export type { Purpose, Receipt, Signer } from './signers.js';
export {
  generateSigningKey,
  parseSigningKey,
  privateKeyObject,
  publicKeyOf,
} from './signing-key.js';
export type { SigningKey } from './signing-key.js';
export { parseStrictJson } from './strict-json.js';
export type { JsonObject, JsonValue } from './strict-json.js';
export type { UnmetRule } from './unmet-rules.js';
export type { Grant, IdRange, Reserved } from './limits-schema.js';
