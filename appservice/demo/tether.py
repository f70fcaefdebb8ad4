"""Runs a Python module as a process that ends when the one that started it is gone.

Owns the rope: standard input, a pipe whose other end only the parent holds. However the parent
ends, by `kill -9` too, the kernel closes that end, and this process kills itself. Unlike
`PR_SET_PDEATHSIG` this works on every POSIX system and does not care which thread started us.
Refuses to know what the module does.

    python -P tether.py MODULE [ARGUMENT ...] < PIPE

`-P` matters: without it this folder would stand first on the path, and `import synapse` would find
the neighbouring `synapse.py`.
"""

import os
import runpy
import signal
import sys
import threading


def _end_with_the_parent() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass  # nobody writes here; only the end of the pipe matters
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    threading.Thread(target=_end_with_the_parent, name="tether", daemon=True).start()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
