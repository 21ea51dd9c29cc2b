import type { DriverProblemCode } from '#drivers';
import { facts, type ProblemFacts } from './problem-facts.js';

export type IpsecProblemCode = Extract<DriverProblemCode, `ipsec-${string}`>;

/** Why a tunnel can't be had as asked. */
export const ipsecProblems = {
  'ipsec-ends-not-two': facts(
    422,
    'A tunnel does not have two ends',
    'Name two members, or one member and a peer.',
  ),
  'ipsec-initiator-unknown': facts(
    422,
    'It is not clear which end of a tunnel begins',
    "Name a member as initiator, or 'peer' where the peer begins.",
  ),
  'ipsec-id-invalid': facts(
    422,
    'An IKE identity is not allowed',
    'Use a name, an e-mail address, an IP address or a distinguished name; no wildcards.',
  ),
  'ipsec-subnet-invalid': facts(
    422,
    'A network at the end of a tunnel is not one',
    'Give each end at least one network, without bits of a host.',
  ),
  'ipsec-subnets-overlap': facts(
    422,
    'Networks at both ends of a tunnel overlap',
    'Give the ends networks that have no address in common.',
  ),
  'ipsec-auth-unsuited': facts(
    422,
    'What authenticates the ends of a tunnel does not fit together',
    'Give what the chosen auth needs, and nothing of another one.',
  ),
  'ipsec-secret-missing': facts(
    422,
    'A shared secret is missing',
    'Seal the secret for every member (hercules secret seal) and name its digest.',
  ),
  'ipsec-mode-unsuited': facts(
    422,
    'An option does not fit the mode of the tunnel',
    'Leave the option out, or choose mode xfrm.',
  ),
  'ipsec-lifetime-out-of-range': facts(
    422,
    'A lifetime or delay of a tunnel is out of range',
    'Use a value in the range that the detail names.',
  ),
  'ipsec-proposal-incomplete': facts(
    422,
    'A proposal lacks an algorithm',
    'Name cipher, integrity and key exchange, or use a set by its name.',
  ),
  'ipsec-proposal-mixed': facts(
    422,
    'A proposal mixes algorithms that do not go together',
    'Put each kind of cipher into a proposal of its own.',
  ),
  'ipsec-prf-missing': facts(
    422,
    'An IKE proposal has no pseudo-random function',
    'Add one, as in aes256gcm16-prfsha384-ecp384.',
  ),
  'ipsec-forward-secrecy-missing': facts(
    422,
    'A proposal has no key exchange (PFS)',
    'Add a classic key exchange, as in aes256gcm16-ecp384.',
  ),
  'ipsec-encryption-refused': facts(
    422,
    'A cipher is not allowed',
    'Use one that the detail names.',
  ),
  'ipsec-integrity-refused': facts(
    422,
    'An integrity or pseudo-random function is not allowed',
    'Use one that the detail names.',
  ),
  'ipsec-group-refused': facts(
    422,
    'A key exchange is not allowed',
    'Use one that the detail names.',
  ),
} satisfies Record<IpsecProblemCode, ProblemFacts>;
