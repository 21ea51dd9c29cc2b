import { facts, type ProblemFacts } from './problem-facts.js';

/** Problems that the controller itself finds, outside the rules of documents and drivers. */
export const controllerProblems = {
  'route-unknown': facts(
    404,
    'There is nothing at this address',
    'Compare the method and path with /api/docs.',
  ),
  'body-missing': facts(
    400,
    'The request has no body',
    'Send the document as the body of the request.',
  ),
  'body-too-large': facts(
    413,
    'The body is too large',
    'Split the document, or raise bodyLimitBytes.',
  ),
  'media-type-unsupported': facts(
    415,
    'The body has a media type that is not read here',
    'Send application/json or, for an envelope, application/jose+json.',
  ),
  'request-malformed': facts(
    400,
    'The request is not proper HTTP',
    'Send HTTP as RFC 9112 has it; the detail says what the client got wrong.',
  ),
  'query-invalid': facts(
    400,
    'A query parameter is not allowed',
    'Leave out the parameter named, or give a value of those that /api/docs lists.',
  ),
  'header-invalid': facts(
    400,
    'A header is not allowed',
    'Leave out the header named, or write it as the detail says.',
  ),
  'token-missing': facts(
    401,
    'The request carries no token',
    'Send `Authorization: Bearer hc_…`; the first token stands in the file admin-token of the data folder.',
  ),
  'token-invalid': facts(
    401,
    'The token is not accepted',
    'Ask for a new token: this one is unknown, was deleted or has expired.',
  ),
  'scope-missing': facts(
    403,
    'The token does not allow this',
    'Use a token that has the scope named.',
  ),
  'request-signature-invalid': facts(
    401,
    'The signature of the host on the request is not accepted',
    'Sign each request anew with the key the host joined with, and keep its clock within 60 seconds.',
  ),
  'join-token-invalid': facts(
    401,
    'The join token is not accepted',
    'Create a new one: join tokens serve once, for one host, and expire.',
  ),
  'node-key-mismatch': facts(
    409,
    'The charter names another key for this host',
    'Join with the key that the charter lists, or amend the charter.',
  ),
  'charter-missing': facts(404, 'There is no charter yet', 'Submit one: POST /api/v1/charter.'),
  'charter-required': facts(
    409,
    'There is no charter to judge by',
    'Submit one first: POST /api/v1/charter.',
  ),
  'workload-unknown': facts(
    404,
    'The contract has no such workload',
    'Use the name of one: the detail lists them.',
  ),
  'workload-without-peers': facts(
    404,
    'The workload has no other end that somebody would have to set up',
    'Ask for the sheet of a tunnel; for cables and switches there is the hand-off sheet.',
  ),
  'contract-unknown': facts(404, 'There is no such contract', 'List them: GET /api/v1/contracts.'),
  'contract-version-unknown': facts(
    404,
    'The contract has no such version',
    'List them: GET /api/v1/contracts/{id}/versions.',
  ),
  'contract-complete': facts(
    409,
    'The contract has all the signatures it takes',
    'Nothing is left to sign; amend it by a new version.',
  ),
  'change-pending': facts(
    409,
    'A version of the contract is still being carried out, or waits for its confirmation',
    'Wait for its end, or confirm it: POST /api/v1/contracts/{id}/confirmations.',
    true,
  ),
  'contract-not-approved': facts(
    409,
    'No version of the contract is approved',
    'Collect the signatures that are missing first.',
  ),
  'document-unknown': facts(
    404,
    'There is no such document',
    'Fetch the index again: GET /agent/desired.',
  ),
  'node-unknown': facts(404, 'There is no such host', 'List them: GET /api/v1/nodes.'),
  'node-state-unknown': facts(
    404,
    'The host has not reported its state yet',
    'Wait until its agent has joined and reported.',
    true,
  ),
  'node-unknown-state': facts(
    409,
    'Without the state of the host there is no plan for it',
    'Wait until its agent has joined and reported; the host makes its own plan in any case.',
    true,
  ),
  'state-unknown': facts(
    409,
    'The host left out a state that the controller does not have',
    'Do nothing: the agent sends its whole state with the next report.',
    true,
  ),
  'receipt-invalid': facts(
    422,
    'A receipt is not the evidence that it claims to be',
    'Sign receipts with the key of the host, for the version that is reported.',
  ),
  'node-silent': facts(
    503,
    'The host has not been heard of for too long',
    'See that its agent runs and reaches the controller.',
    true,
  ),
  'usage-invalid': facts(
    422,
    'A window of usage is not the evidence that it claims to be',
    'Hand over windows in their order, signed with the key of the host.',
  ),
  'price-plan-invalid': facts(
    422,
    'Nobody can be billed by this plan',
    'Correct the prices: decimal numbers as text, tiers ascending.',
  ),
  'usage-deleted': facts(
    410,
    'What was carried in this period is no longer kept',
    'Ask for a later period; for longer retention from now on, amend flow.retentionDays of the contract.',
  ),
  'price-plan-unknown': facts(
    422,
    'There is no price plan for this contract here',
    'Add the plan to pricePlans in the settings of the controller, or give one with the request: hercules bill --plan FILE.',
  ),
  'workload-type-unknown': facts(
    404,
    'No driver reads this type',
    'List them: GET /api/v1/drivers.',
  ),
  'operation-unknown': facts(
    404,
    'There is no such operation',
    'List them: GET /api/v1/operations.',
  ),
  'operation-superseded': facts(
    409,
    'A newer version took the place of the one being rolled out',
    'Follow the operation of the newer version.',
  ),
  'rollout-failed': facts(
    409,
    'At least one host did not carry out the version',
    'Read the conditions of the hosts named: GET /api/v1/contracts/{id}/status.',
  ),
  'token-unknown': facts(404, 'There is no such token', 'List them: GET /api/v1/tokens.'),
  'precondition-failed': facts(
    412,
    'The contract was changed since it was read',
    'Read it again, look at what changed, and repeat with its new ETag.',
  ),
  'changed-meanwhile': facts(
    409,
    'Somebody else changed the same record first',
    'Try again.',
    true,
  ),
  'idempotency-key-in-use': facts(
    409,
    'A request with this idempotency key is still being worked on',
    'Wait for its answer, then repeat.',
    true,
  ),
  'idempotency-key-reused': facts(
    422,
    'The idempotency key was used for another request',
    'Use a new key for a new request.',
  ),
  'events-compacted': facts(
    410,
    'Events from there on are no longer kept',
    'Read the present state, then watch without a starting point.',
  ),
  'internal-error': facts(
    500,
    'The controller failed',
    'Look for the request id in the log of the controller.',
    true,
  ),
  'store-unavailable': facts(
    503,
    'The store does not answer',
    'Look at the disk and the log of the controller.',
    true,
  ),
} satisfies Record<string, ProblemFacts>;

export type ControllerProblemCode = keyof typeof controllerProblems;
