/*
 * User-mode Linux before 6.13 gives PTRACE_SETREGSET the first 2696 bytes of the processor's XSAVE area. A host whose
 * area is larger (Intel AMX) takes nothing less than all of it and answers EFAULT: the guest panics at its first switch.
 * `put_xstate` stands in the place of that call. What lies beyond those bytes are AMX tiles, which no program in the
 * guest can have asked for, so they are in their initial state: zero, and named in no bit of XSTATE_BV.
 */
#include <string.h>

#define KNOWN_SIZE 2696
/* XSTATE_BV, the first word behind the legacy area: x87, SSE, AVX, MPX, AVX-512 and PKRU. */
#define XSTATE_BV_OFFSET 512
#define KNOWN_COMPONENTS 0x2ffUL

static int put_xstate(int pid, struct iovec *known)
{
	static unsigned char area[32768] __attribute__((aligned(64)));
	static size_t host_size;
	struct iovec whole = { .iov_base = area, .iov_len = sizeof(area) };
	unsigned long components;

	if (host_size == 0) {
		if (ptrace(PTRACE_GETREGSET, pid, NT_X86_XSTATE, &whole) < 0)
			return -1;
		host_size = whole.iov_len;
	}
	if (known->iov_len >= host_size || known->iov_len < KNOWN_SIZE)
		return ptrace(PTRACE_SETREGSET, pid, NT_X86_XSTATE, known);

	memset(area, 0, host_size);
	memcpy(area, known->iov_base, known->iov_len);
	memcpy(&components, area + XSTATE_BV_OFFSET, sizeof(components));
	components &= KNOWN_COMPONENTS;
	memcpy(area + XSTATE_BV_OFFSET, &components, sizeof(components));
	whole.iov_len = host_size;
	return ptrace(PTRACE_SETREGSET, pid, NT_X86_XSTATE, &whole);
}
