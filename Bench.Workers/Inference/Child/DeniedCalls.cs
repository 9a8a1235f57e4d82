namespace Bench.Workers.Inference.Child;

/// <summary>System calls that no model needs: the kernel refuses them to the process inside the cage, whatever their
/// arguments.</summary>
internal static class DeniedCalls
{
    /// <summary>Refused everywhere.</summary>
    public static IReadOnlyList<SystemCall> Always { get; } =
    [
        // Other processes: to make one, to become one, to look into one, to signal one.
        new("fork", 57, null),
        new("vfork", 58, null),
        new("execve", 59, 221),
        new("execveat", 322, 281),
        new("ptrace", 101, 117),
        new("process_vm_readv", 310, 270),
        new("process_vm_writev", 311, 271),
        new("process_madvise", 440, 440),
        new("kcmp", 312, 272),
        new("kill", 62, 129),
        new("tkill", 200, 130),
        new("rt_sigqueueinfo", 129, 138),
        new("rt_tgsigqueueinfo", 297, 240),
        new("pidfd_open", 434, 434),
        new("pidfd_getfd", 438, 438),
        new("pidfd_send_signal", 424, 424),
        // Shared memory that no limit counts.
        new("shmget", 29, 194),
        new("shmat", 30, 196),
        new("shmctl", 31, 195),
        new("semget", 64, 190),
        new("msgget", 68, 186),
        new("mq_open", 240, 180),
        new("memfd_secret", 447, 447),
        // Other namespaces, other file systems, other roots.
        new("mount", 165, 40),
        new("umount2", 166, 39),
        new("pivot_root", 155, 41),
        new("chroot", 161, 51),
        new("unshare", 272, 97),
        new("setns", 308, 268),
        new("open_tree", 428, 428),
        new("move_mount", 429, 429),
        new("fsopen", 430, 430),
        new("fsconfig", 431, 431),
        new("fsmount", 432, 432),
        new("fspick", 433, 433),
        new("mount_setattr", 442, 442),
        new("name_to_handle_at", 303, 264),
        new("open_by_handle_at", 304, 265),
        // Parts of the kernel with a history of holes.
        new("bpf", 321, 280),
        new("perf_event_open", 298, 241),
        new("userfaultfd", 323, 282),
        new("io_uring_setup", 425, 425),
        new("io_uring_enter", 426, 426),
        new("io_uring_register", 427, 427),
        new("keyctl", 250, 219),
        new("add_key", 248, 217),
        new("request_key", 249, 218),
        new("personality", 135, 92),
        // The machine itself.
        new("init_module", 175, 105),
        new("finit_module", 313, 273),
        new("delete_module", 176, 106),
        new("kexec_load", 246, 104),
        new("kexec_file_load", 320, 294),
        new("reboot", 169, 142),
        new("swapon", 167, 224),
        new("swapoff", 168, 225),
        new("acct", 163, 89),
        new("quotactl", 179, 60),
        new("syslog", 103, 116),
        new("settimeofday", 164, 170),
        new("clock_settime", 227, 112),
        new("clock_adjtime", 305, 266),
        new("adjtimex", 159, 171),
        new("sethostname", 170, 161),
        new("setdomainname", 171, 162),
    ];

    /// <summary>Sockets, and files in memory that no limit counts: refused where there is no GPU, whose driver may use
    /// them.</summary>
    public static IReadOnlyList<SystemCall> WithoutGpu { get; } =
    [
        new("socket", 41, 198),
        new("socketpair", 53, 199),
        new("connect", 42, 203),
        new("bind", 49, 200),
        new("listen", 50, 201),
        new("accept", 43, 202),
        new("accept4", 288, 242),
        new("memfd_create", 319, 279),
    ];
}
