"""What a process has used: processor and memory.

Owns reading it from outside, so that what is measured need not measure itself. Linux only.
"""

import time
from pathlib import Path

_BY_PROCESS = 2
"""CPUCLOCK_SCHED without CPUCLOCK_PERTHREAD_MASK: all threads, in nanoseconds (clock_getcpuclockid(3))."""


def cpu_s(pid: int) -> float:
    """Give the processor time that a process has used so far, by itself and for it, in seconds."""
    return time.clock_gettime((~pid << 3) | _BY_PROCESS)


def memory_mb(pid: int) -> float:
    """Give what a process holds in memory now, in millions of bytes."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    fields = dict(line.split(":", 1) for line in status.splitlines())
    return int(fields["VmRSS"].split()[0]) * 1024 / 1e6
