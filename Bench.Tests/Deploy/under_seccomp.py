"""under_seccomp.py PROFILE COMMAND…: becomes the command under a seccomp profile as container engines read it, by libseccomp."""
import ctypes
import json
import os
import sys

ALLOW, ERRNO = 0x7FFF0000, 0x00050000

profile = json.load(open(sys.argv[1]))
assert profile["defaultAction"] == "SCMP_ACT_ERRNO"
lib = ctypes.CDLL("libseccomp.so.2")
lib.seccomp_init.restype = ctypes.c_void_p
context = ctypes.c_void_p(lib.seccomp_init(ctypes.c_uint32(ERRNO | profile["defaultErrnoRet"])))
for rule in profile["syscalls"]:
    assert rule["action"] == "SCMP_ACT_ALLOW" and "args" not in rule
    for name in rule["names"]:
        number = lib.seccomp_syscall_resolve_name(name.encode())
        # Names that this machine's libseccomp is too old for are left refused.
        if number != -1:
            lib.seccomp_rule_add(context, ctypes.c_uint32(ALLOW), number, 0)
assert lib.seccomp_load(context) == 0
os.execvp(sys.argv[2], sys.argv[2:])
