/*
 * The guardian: starts programs for a master and ends every descendant when the master is gone.
 *
 * It is a process of its own because it has to outlive the master by a moment, and a native one because it has to be there
 * within a millisecond. It is a child subreaper (prctl(2)): whoever loses its parent below it becomes its child, in whatever
 * session or group. So it can find and kill them all, whether they are stopped or have left their group. It decides nothing.
 *
 * Requests come on descriptor 0, events go to descriptor 1, both in the byte order of the machine; Wire.java of dev.rota.program
 * has the same frames. End of file on descriptor 0 is the end of the master. Every signal that can be is blocked for good: a
 * Ctrl-C of the terminal, or a killall, is the master's affair.
 *
 * There is no C library, so that one small file runs on any Linux of its processor: rota-checks/bin/guardian builds it.
 */
#include <asm/unistd.h>
#include <linux/fcntl.h>
#include <linux/prctl.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include <linux/signal.h>
#include <linux/stat.h>
#include <linux/wait.h>
#include <poll.h>

#ifndef SOURCE
#define SOURCE "unknown"
#endif
__attribute__((used)) static const char source_hash[] = "source " SOURCE;

typedef unsigned int u32;
typedef unsigned long u64;
typedef long i64;

/* ---- system calls ---- */

#if defined(__x86_64__)
static inline i64 call(i64 number, i64 a, i64 b, i64 c, i64 d, i64 e) {
    i64 result;
    register i64 r10 __asm__("r10") = d;
    register i64 r8 __asm__("r8") = e;
    __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)
                     : "rcx", "r11", "memory");
    return result;
}

/* A child by the call of that number, clone(2) or clone3(2), which has a stack of its own and does what the body says. */
i64 start_by(i64 number, i64 a, i64 b, void (*body)(void));
__asm__("start_by:\n"
        "  mov %rdi, %rax\n"
        "  mov %rsi, %rdi\n"
        "  mov %rdx, %rsi\n"
        "  mov %rcx, %r9\n"
        "  syscall\n"
        "  test %rax, %rax\n"
        "  jnz 1f\n"
        "  xor %ebp, %ebp\n"
        "  call *%r9\n"
        "  hlt\n"
        "1: ret\n");

__asm__(".globl _start\n_start:\n  xor %ebp, %ebp\n  mov %rsp, %rdi\n  and $-16, %rsp\n  call begin\n  hlt\n");
#elif defined(__aarch64__)
static inline i64 call(i64 number, i64 a, i64 b, i64 c, i64 d, i64 e) {
    register i64 x8 __asm__("x8") = number;
    register i64 x0 __asm__("x0") = a;
    register i64 x1 __asm__("x1") = b;
    register i64 x2 __asm__("x2") = c;
    register i64 x3 __asm__("x3") = d;
    register i64 x4 __asm__("x4") = e;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4) : "memory");
    return x0;
}

i64 start_by(i64 number, i64 a, i64 b, void (*body)(void));
__asm__("start_by:\n"
        "  mov x8, x0\n"
        "  mov x0, x1\n"
        "  mov x1, x2\n"
        "  mov x9, x3\n"
        "  svc 0\n"
        "  cbnz x0, 1f\n"
        "  mov x29, #0\n"
        "  blr x9\n"
        "  brk #1\n"
        "1: ret\n");

__asm__(".globl _start\n_start:\n  mov x29, #0\n  mov x0, sp\n  bl begin\n  brk #1\n");
#else
#error "x86-64 and aarch64 only"
#endif

#define CALL0(n) call(__NR_##n, 0, 0, 0, 0, 0)
#define CALL1(n, a) call(__NR_##n, (i64)(a), 0, 0, 0, 0)
#define CALL2(n, a, b) call(__NR_##n, (i64)(a), (i64)(b), 0, 0, 0)
#define CALL3(n, a, b, c) call(__NR_##n, (i64)(a), (i64)(b), (i64)(c), 0, 0)
#define CALL4(n, a, b, c, d) call(__NR_##n, (i64)(a), (i64)(b), (i64)(c), (i64)(d), 0)
#define CALL5(n, a, b, c, d, e) call(__NR_##n, (i64)(a), (i64)(b), (i64)(c), (i64)(d), (i64)(e))

enum { ENOENT_ = 2, EINTR_ = 4, E2BIG_ = 7, ENOEXEC_ = 8, EBADF_ = 9, ECHILD_ = 10, EAGAIN_ = 11, EACCES_ = 13, ENOTDIR_ = 20 };

/* The compiler may call these two by itself. */
void *memset(void *to, int byte, u64 n) {
    for (char *p = to; n-- > 0; p++) *p = (char)byte;
    return to;
}

void *memcpy(void *to, const void *from, u64 n) {
    char *p = to;
    for (const char *q = from; n-- > 0;) *p++ = *q++;
    return to;
}

static u64 length(const char *text) {
    u64 n = 0;
    while (text[n]) n++;
    return n;
}

/* In decimal; what is after it. */
static char *put_number(char *at, u64 number) {
    char digits[20];
    int n = 0;
    do digits[n++] = (char)('0' + number % 10);
    while (number /= 10);
    while (n > 0) *at++ = digits[--n];
    *at = 0;
    return at;
}

static int starts_with(const char *text, const char *prefix) {
    while (*prefix && *text == *prefix) text++, prefix++;
    return !*prefix;
}

static void leave(int status) {
    for (;;) CALL1(exit_group, status);
}

/* ---- what is said ---- */

enum { START = 1, SIGNAL = 2, RELEASE = 3, LIMITS = 4, SLICE = 5, CONFINE = 6, LISTEN = 7, CLOSE = 8 };
enum { STARTED = 1, ENDED = 2, NOT_STARTED = 3, LISTENING = 4 };
enum { INPUT_PIPE = 1, OUTPUT_PIPES = 2, OUTPUT_FILES = 4, STOPPED = 8, SOCKET_INPUT = 16 };

typedef struct {
    u32 kind, task;
    int pid, status; /* status as wait4(2) has it; of NOT_STARTED and LISTENING the error; pid of LISTENING the port */
    int in, out, err; /* descriptors of this process, -1 for none */
    u32 starved; /* how many of its processes were killed because its cgroup had no more memory */
    u64 out_size, err_size;
    u64 run_nanos, user_micros, system_micros, peak_kilobytes;
} event;

/* ---- tasks ---- */

enum { PROMPT = 100000 /* the shortest slice of the kernel's scheduler, in ns */ };
enum { MOST_TASKS = 1 << 16, MOST_BYTES = 6 << 20, MOST_ARGUMENTS = 1 << 19 };

typedef struct {
    int pid; /* also the number of its group; 0: not running */
    int in, out, err; /* our ends, -1 for none */
    u64 began;
    u32 flags;
    u32 cgroup; /* its name, a number; 0 for none */
    char held; /* the master has not released it yet */
} task;

static task tasks[MOST_TASKS];
static u32 highest; /* above all tasks that were used */
static char buffer[MOST_BYTES];
static u64 buffered;
static char *arguments[MOST_ARGUMENTS + 3]; /* two free before, for a shell */
static char *const *environment;
static const char *path; /* where programs are */
static char *folder; /* of temporary files */
static int self;
static int children; /* a signalfd for SIGCHLD */
static int nothing; /* /dev/null */
static struct rlimit64 descriptors;
static u64 usual_slice; /* of those that start us, in ns */
static int prompt; /* whether ours is another */

/* What the next programs get. */
static int nice_value;
static u64 memory_limit; /* of its cgroup, or else of the address space of each of its processes */
static u64 slice; /* of the kernel's scheduler, in ns; 0 for the usual one */

/* How many run at once, and the requests to start that wait for their turn, each with its size before it. */
static u32 most_running = MOST_TASKS, running;
static char waiting[1 << 20] __attribute__((aligned(8)));
static u64 waiting_from, waiting_to;
static u32 waiters;

static u64 now(void) {
    i64 time[2];
    CALL2(clock_gettime, 1 /* CLOCK_MONOTONIC */, time);
    return (u64)time[0] * 1000000000 + (u64)time[1];
}

/*
 * Ends that are not told yet. While others start in their places without the master, it is woken for several at a time: it would take
 * a processor from a program each time. It is told at once when more is held back than it has starts waiting here.
 */
enum { MOST_HELD = 64, LONGEST_HELD = 2000000 /* ns */ };
static event held[MOST_HELD];
static u32 held_count;
static u64 held_since;

static void tell_all(void) {
    const char *from = (const char *)held;
    for (u64 left = held_count * sizeof *held; left > 0;) {
        i64 n = CALL3(write, 1, from, left);
        if (n == -EINTR_) continue;
        if (n < 0) break; /* nobody listens: descriptor 0 will tell */
        from += n;
        left -= (u64)n;
    }
    held_count = 0;
}

static void tell(const event *e) {
    if (held_count == 0) held_since = now();
    held[held_count++] = *e;
    if (e->kind != ENDED || held_count >= waiters || held_count == MOST_HELD) tell_all();
}

/* How long the held ones may wait, from now, in ns; negative if there are none. */
static i64 tell_overdue(void) {
    if (held_count == 0) return -1;
    i64 left = (i64)(held_since + LONGEST_HELD - now());
    if (left > 0) return left;
    tell_all();
    return -1;
}

static void close_all(int *in, int *out, int *err) {
    if (*in >= 0) CALL1(close, *in);
    if (*out >= 0) CALL1(close, *out);
    if (*err >= 0) CALL1(close, *err);
    *in = *out = *err = -1;
}

/* ---- cgroups ---- */

/*
 * The folder of this run, and how many cgroups it had: each program has one of its own, by number, in which it is started. What is
 * left in it when the program has ended is killed. Empty ones that the kernel does not yet let go are removed later.
 */
static int confinement = -1;
static char confinement_path[4096];
static u32 cgroups, leftover[64], leftovers;

static int open_in(int folder, const char *name, int flags) {
    return (int)CALL4(openat, folder, name, flags | O_CLOEXEC, 0);
}

/* Zero or an error. */
static int write_in(int folder, const char *name, const char *text) {
    int file = open_in(folder, name, O_WRONLY);
    if (file < 0) return file;
    i64 n = CALL3(write, file, text, length(text));
    CALL1(close, file);
    return n < 0 ? (int)n : 0;
}

static int write_number_in(int folder, const char *name, u64 number) {
    char text[24];
    put_number(text, number);
    return write_in(folder, name, text);
}

static int open_cgroup(u32 number) {
    char name[16];
    put_number(name, number);
    return open_in(confinement, name, O_RDONLY | O_DIRECTORY);
}

static int remove_cgroup(u32 number) {
    char name[16];
    put_number(name, number);
    return CALL3(unlinkat, confinement, name, 0x200 /* AT_REMOVEDIR */) == 0;
}

/* Its folder, open, or an error. All of its processes are killed when one is for lack of memory. */
static int make_cgroup(u32 number, u32 weight) {
    char name[16];
    put_number(name, number);
    int error = (int)CALL3(mkdirat, confinement, name, 0755);
    if (error < 0) return error;
    int folder = open_cgroup(number);
    error = folder < 0 ? folder : 0;
    if (error == 0 && memory_limit) error = write_number_in(folder, "memory.max", memory_limit);
    if (error == 0 && memory_limit) error = write_in(folder, "memory.oom.group", "1");
    if (error == 0 && weight) error = write_number_in(folder, "cpu.weight", weight);
    if (error == 0) return folder;
    if (folder >= 0) CALL1(close, folder);
    remove_cgroup(number);
    return error;
}

static void remove_leftovers(void) {
    u32 kept = 0;
    for (u32 i = 0; i < leftovers; i++)
        if (!remove_cgroup(leftover[i])) leftover[kept++] = leftover[i];
    leftovers = kept;
}

/* How many processes were killed for lack of memory, by the line "oom_kill N" of memory.events. */
static u32 count_starved(int folder) {
    char events[512];
    int file = open_in(folder, "memory.events", O_RDONLY);
    if (file < 0) return 0;
    i64 n = CALL3(read, file, events, sizeof events - 1);
    CALL1(close, file);
    events[n < 0 ? 0 : n] = 0;
    for (char *at = events; *at; at++) {
        if ((at > events && at[-1] != '\n') || !starts_with(at, "oom_kill ")) continue;
        u32 count = 0;
        for (at += 9; *at >= '0' && *at <= '9'; at++) count = count * 10 + (u32)(*at - '0');
        return count;
    }
    return 0;
}

/* Its program has ended. */
static u32 close_cgroup(u32 number) {
    int folder = open_cgroup(number);
    u32 starved = count_starved(folder);
    write_in(folder, "cgroup.kill", "1");
    CALL1(close, folder);
    if (!remove_cgroup(number)) {
        if (leftovers == sizeof leftover / sizeof *leftover) remove_leftovers();
        if (leftovers < sizeof leftover / sizeof *leftover) leftover[leftovers++] = number; /* else the master removes it */
    }
    return starved;
}

static void confine(const char *folder) {
    u64 n = length(folder);
    if (n >= sizeof confinement_path) leave(2);
    memcpy(confinement_path, folder, n + 1);
    confinement = open_in(AT_FDCWD, folder, O_RDONLY | O_DIRECTORY);
    if (confinement < 0) leave(2);
}

/* ---- listening sockets ---- */

enum { MOST_SOCKETS = 64, FIRST_SOCKET = 100 /* above all that programs get, so that none is overwritten there */ };

static struct {
    int fd; /* 0 for none */
    char address[128];
} listeners[MOST_SOCKETS];

static int open_listener(const char *address, u32 size, u32 backlog) {
    int family = *(const unsigned short *)address, one = 1;
    int fd = (int)CALL3(socket, family, 1 /* SOCK_STREAM */ | O_CLOEXEC, 0);
    if (fd < 0) return fd;
    i64 error = 0;
    if (family != 1 /* AF_UNIX */) CALL5(setsockopt, fd, 1 /* SOL_SOCKET */, 2 /* SO_REUSEADDR */, &one, sizeof one);
    error = CALL3(bind, fd, address, size);
    if (error == 0) error = CALL2(listen, fd, backlog);
    i64 high = error < 0 ? error : CALL3(fcntl, fd, 1030 /* F_DUPFD_CLOEXEC */, FIRST_SOCKET);
    CALL1(close, fd);
    return (int)high;
}

/* An answer comes in any case. */
static void start_listening(u32 id, u32 backlog, const char *address, u32 size) {
    if (id >= MOST_SOCKETS || listeners[id].fd || size < 2 || size >= sizeof listeners->address) leave(2);
    unsigned short bound[14] = {0}; /* the second of IPv4 and IPv6 is the port, most significant byte first */
    u32 bound_size = sizeof bound;
    int fd = open_listener(address, size, backlog);
    if (fd >= 0) {
        listeners[id].fd = fd;
        memset(listeners[id].address, 0, sizeof listeners->address);
        memcpy(listeners[id].address, address, size);
        CALL3(getsockname, fd, bound, &bound_size);
    }
    int port = bound[0] == 1 ? 0 : bound[1] >> 8 | (bound[1] & 255) << 8;
    tell(&(event){.kind = LISTENING, .task = id, .pid = port, .status = fd < 0 ? -fd : 0, .in = -1, .out = -1, .err = -1});
}

/* Programs that have it keep it; the name of a unix socket goes. */
static void stop_listening(u32 id) {
    if (id >= MOST_SOCKETS || !listeners[id].fd) return;
    CALL1(close, listeners[id].fd);
    listeners[id].fd = 0;
    char *address = listeners[id].address;
    if (*(unsigned short *)address == 1 && address[2]) CALL3(unlinkat, AT_FDCWD, address + 2, 0);
}

/* ---- starting ---- */

static void child(void);

/* What a child, which shares this memory, is told and tells. */
static struct {
    int in, out, err, error;
    int stopped; /* whether it is to stop at its first instruction; then whether it will */
    int nice;
    u64 address_space;
    char **arguments;
    char **shell;
    char *const *environment;
    const u32 *sockets; /* by their numbers, for the descriptors from 3 on */
    u32 socket_count;
} birth;

static char stack[1 << 16] __attribute__((aligned(16)));
static char candidate[8192];

/* Like fork, but this memory is the child's too, and this one waits until it has ended or become another program. */
static i64 start_child(int cgroup) {
    if (cgroup < 0) return start_by(__NR_clone, CLONE_VM | CLONE_VFORK | SIGCHLD, (i64)(stack + sizeof stack), child);
    static struct clone_args how;
    how = (struct clone_args){
        .flags = CLONE_VM | CLONE_VFORK | CLONE_INTO_CGROUP, .exit_signal = SIGCHLD,
        .stack = (u64)stack, .stack_size = sizeof stack, .cgroup = (u64)cgroup};
    return start_by(__NR_clone3, (i64)&how, sizeof how, child);
}

static i64 execute(char *file) {
    i64 error = CALL3(execve, file, birth.arguments, birth.environment);
    if (error == -ENOEXEC_) { /* a script that does not say of what language */
        birth.shell[0] = "/bin/sh";
        birth.shell[1] = file;
        error = CALL3(execve, birth.shell[0], birth.shell, birth.environment);
    }
    return error;
}

static i64 search(char *name) {
    i64 worst = -ENOENT_;
    u64 name_length = length(name);
    for (const char *at = path;; at++) {
        u64 n = 0;
        for (; *at && *at != ':'; at++)
            if (n < sizeof candidate) candidate[n++] = *at;
        if (n == 0) candidate[n++] = '.';
        if (n + name_length + 2 <= sizeof candidate) {
            candidate[n++] = '/';
            memcpy(candidate + n, name, name_length + 1);
            i64 error = execute(candidate);
            if (error == -EACCES_) worst = error;
            else if (error != -ENOENT_ && error != -ENOTDIR_) return error;
        }
        if (!*at) return worst;
    }
}

/* The attributes of the scheduler, as sched_setattr(2) has them. */
typedef struct {
    u32 size, policy;
    u64 flags;
    int nice;
    u32 priority;
    u64 runtime, deadline, period;
} attributes;

static int ask_for_slice(u64 nanos) {
    attributes wish = {.size = sizeof wish, .flags = 8 /* SCHED_FLAG_KEEP_POLICY */, .runtime = nanos};
    wish.nice = 20 - (int)CALL2(getpriority, 0, 0);
    return (int)CALL3(sched_setattr, 0, &wish, 0);
}

/*
 * Who wishes for less at a time is there sooner: else it happens, time and again, that this process waits for the end of a program's slice
 * to start the next one, while another processor has nothing to do. Kernels before 6.12 know no such wish.
 */
static void be_prompt(void) {
    attributes usual = {.size = sizeof usual};
    if (CALL4(sched_getattr, 0, &usual, sizeof usual, 0) < 0 || ask_for_slice(PROMPT) < 0) return;
    usual_slice = usual.runtime;
    prompt = 1;
}

/* The variables by which systemd tells a program of its sockets, before all others; they may be there already. */
static void hand_sockets(void) {
    static char pid[32] = "LISTEN_PID=", count[32] = "LISTEN_FDS=";
    static char *variables[MOST_ARGUMENTS];
    u32 n = 0;
    put_number(pid + 11, (u64)CALL0(getpid));
    put_number(count + 11, birth.socket_count);
    variables[n++] = pid;
    variables[n++] = count;
    for (char *const *entry = environment; *entry; entry++) {
        if (n == MOST_ARGUMENTS - 1) {
            birth.error = E2BIG_;
            leave(127);
        }
        if (!starts_with(*entry, "LISTEN_")) variables[n++] = *entry;
    }
    variables[n] = 0;
    birth.environment = variables;
    for (u32 i = 0; i < birth.socket_count; i++) CALL3(dup3, listeners[birth.sockets[i]].fd, 3 + i, 0);
}

static void child(void) {
    CALL2(setpgid, 0, 0);
    CALL5(prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (CALL0(getppid) != self) leave(127);
    CALL4(prlimit64, 0, RLIMIT_NOFILE, &descriptors, 0);
    if (birth.address_space) {
        struct rlimit64 limit = {birth.address_space, birth.address_space};
        CALL4(prlimit64, 0, RLIMIT_AS, &limit, 0);
    }
    if (birth.nice) CALL3(setpriority, 0, 0, birth.nice);
    if ((slice || prompt) && (birth.error = -ask_for_slice(slice ? slice : usual_slice))) leave(127);
    CALL3(dup3, birth.in, 0, 0);
    CALL3(dup3, birth.out, 1, 0);
    CALL3(dup3, birth.err, 2, 0);
    if (birth.socket_count) hand_sockets();
    u64 none = 0;
    CALL4(rt_sigprocmask, SIG_SETMASK, &none, 0, sizeof none);
    char *name = birth.arguments[0];
    char *slash = name;
    while (*slash && *slash != '/') slash++;
    if (birth.stopped) birth.stopped = CALL4(ptrace, 0 /* PTRACE_TRACEME */, 0, 0, 0) == 0;
    birth.error = (int)-(*slash ? execute(name) : *name ? search(name) : -ENOENT_);
    leave(127);
}

/*
 * Lets a child stop before its first instruction. Sending SIGSTOP would be late on a busy machine, and who stops by itself before
 * execve would hold us up, as we wait for that. So it is traced, stops in execve and goes on from there into SIGSTOP, untraced.
 */
static void stop_at_birth(i64 pid) {
    siginfo_t info;
    info.si_pid = 0;
    if (birth.stopped) CALL5(waitid, P_PID, pid, &info, WEXITED | WSTOPPED | WNOWAIT, 0);
    if (!birth.stopped || CALL4(ptrace, 17 /* PTRACE_DETACH */, pid, 0, SIGSTOP) < 0) CALL2(kill, -pid, SIGSTOP);
}

static int temporary_file(void) {
    int fd = (int)CALL4(openat, AT_FDCWD, folder, O_TMPFILE | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0) return fd;
    /* Not every file system can do that. */
    static u32 count;
    static char name[8192];
    u64 n = length(folder);
    if (n + 40 > sizeof name) return -36 /* ENAMETOOLONG */;
    memcpy(name, folder, n);
    memcpy(name + n, "/rota-", 6);
    n += 6;
    for (u64 number = ((u64)self << 32) | count++, i = 0; i < 16; i++, number >>= 4)
        name[n++] = "0123456789abcdef"[number & 15];
    name[n] = 0;
    fd = (int)CALL4(openat, AT_FDCWD, name, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0) CALL3(unlinkat, AT_FDCWD, name, 0);
    return fd;
}

/*
 * Files that nothing was written to, which is most of them, are used again, as file systems take their time over making and removing
 * some. Each program gets one that it opens anew, with a place and a state of its own; and a file goes to the next only if nobody has it
 * open any more, which the kernel tells who asks for a lease: whoever was left behind, or was passed the descriptor, goes on
 * writing to where nobody reads. O_EXCL: nobody can give it a name.
 */
static int spare[128], spares;

static int is_ours_alone(int fd) {
    return CALL3(fcntl, fd, 1024 /* F_SETLEASE */, 1 /* F_WRLCK */) == 0 && CALL3(fcntl, fd, 1024, 2 /* F_UNLCK */) == 0;
}

static int open_again(int fd) {
    memcpy(candidate, "/proc/self/fd/", 14);
    put_number(candidate + 14, (u64)fd);
    return (int)CALL4(openat, AT_FDCWD, candidate, O_RDWR | O_CLOEXEC, 0);
}

static int make_temporary(int *ours, int *theirs) {
    if (spares) {
        *ours = spare[--spares];
    } else if ((*ours = temporary_file()) < 0) {
        return *ours;
    }
    *theirs = open_again(*ours);
    return *theirs < 0 ? *theirs : 0;
}

/* Both ends of a pipe: ours, and the program's. Zero or an error. */
static int make_pipe(int *ours, int *theirs, int we_write) {
    int ends[2];
    int error = (int)CALL2(pipe2, ends, O_CLOEXEC);
    if (error < 0) return error;
    *ours = ends[we_write];
    *theirs = ends[!we_write];
    return 0;
}

static int open_output(int *ours, int *theirs, u32 flags, const char *file) {
    if (flags & OUTPUT_PIPES) return make_pipe(ours, theirs, 0);
    if (!(flags & OUTPUT_FILES)) return make_temporary(ours, theirs);
    *ours = (int)CALL4(openat, AT_FDCWD, file, O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0666);
    if (*ours < 0) return *ours;
    *theirs = *ours;
    return 0;
}

static const char *next_text(const char **at) {
    const char *text = *at;
    *at += length(text) + 1;
    return text;
}

/*
 * task, flags, number of arguments; the weight of its cgroup, 0 for none, or without one what is added to its niceness; number of
 * sockets, and which; then texts: two files of output if the flags say so, the arguments.
 */
static void start(const u32 *request) {
    u32 id = request[0], flags = request[1], count = request[2], share = request[3];
    birth.socket_count = request[4];
    birth.sockets = request + 5;
    if (id >= MOST_TASKS || count == 0 || count > MOST_ARGUMENTS || birth.socket_count > MOST_SOCKETS || tasks[id].held) leave(2);
    const char *texts = (const char *)(birth.sockets + birth.socket_count);
    task *t = &tasks[id];
    *t = (task){.in = -1, .out = -1, .err = -1, .flags = flags, .held = 1};
    if (id >= highest) highest = id + 1;
    const char *out_file = flags & OUTPUT_FILES ? next_text(&texts) : 0;
    const char *err_file = flags & OUTPUT_FILES ? next_text(&texts) : 0;
    birth.shell = arguments;
    birth.arguments = arguments + 1;
    for (u32 i = 0; i < count; i++) birth.arguments[i] = (char *)next_text(&texts);
    birth.arguments[count] = 0;

    int in = nothing, out = -1, err = -1, cgroup = -1, error = 0;
    for (u32 i = 0; i < birth.socket_count; i++)
        if (birth.sockets[i] >= MOST_SOCKETS || !listeners[birth.sockets[i]].fd) error = -EBADF_;
    if (error == 0 && flags & INPUT_PIPE) error = make_pipe(&t->in, &in, 1);
    if (error == 0) error = open_output(&t->out, &out, flags, out_file);
    if (error == 0) error = open_output(&t->err, &err, flags, err_file);
    if (error == 0 && confinement >= 0) {
        cgroup = make_cgroup(++cgroups, share);
        error = cgroup < 0 ? cgroup : 0;
    }
    i64 pid = 0;
    if (error == 0) {
        birth.in = in;
        birth.out = out;
        birth.err = err;
        birth.error = 0;
        birth.stopped = !!(flags & STOPPED);
        birth.nice = nice_value + (cgroup < 0 ? (int)share : 0);
        birth.address_space = cgroup < 0 ? memory_limit : 0;
        birth.environment = environment;
        if (flags & SOCKET_INPUT && birth.socket_count) {
            birth.in = listeners[birth.sockets[0]].fd;
            birth.socket_count = 0;
        }
        t->began = now();
        pid = start_child(cgroup);
        error = pid < 0 ? (int)pid : -birth.error;
        if (pid > 0 && error) CALL4(wait4, pid, 0, 0, 0);
        if (cgroup >= 0 && error) close_cgroup(cgroups);
        else if (cgroup >= 0) t->cgroup = cgroups;
    }
    if (cgroup >= 0) CALL1(close, cgroup);
    if (in == nothing) in = -1;
    if (flags & OUTPUT_FILES) out = err = -1; /* the same at both ends */
    close_all(&in, &out, &err);
    if (error) {
        close_all(&t->in, &t->out, &t->err);
        t->held = 0;
        tell(&(event){.kind = NOT_STARTED, .task = id, .status = -error, .in = -1, .out = -1, .err = -1});
        return;
    }
    t->pid = (int)pid;
    running++;
    if (flags & STOPPED) stop_at_birth(pid);
    if (flags & (STOPPED | INPUT_PIPE | OUTPUT_PIPES))
        tell(&(event){.kind = STARTED, .task = id, .pid = t->pid, .in = t->in, .out = t->out, .err = t->err});
}

/* False if it has to start at once: there is a place for it, or no room to wait. */
static int must_wait(const u32 *frame, u64 size) {
    if (running < most_running) return 0;
    if (waiting_to + 4 + size > sizeof waiting) {
        memcpy(waiting, waiting + waiting_from, waiting_to - waiting_from); /* towards the front, so from the front */
        waiting_to -= waiting_from;
        waiting_from = 0;
    }
    if (waiting_to + 4 + size > sizeof waiting) return 0;
    *(u32 *)(waiting + waiting_to) = (u32)size;
    memcpy(waiting + waiting_to + 4, frame, size);
    waiting_to += 4 + size;
    waiters++;
    return 1;
}

static void start_waiting(void) {
    while (running < most_running && waiting_from < waiting_to) {
        u32 *frame = (u32 *)(waiting + waiting_from + 4);
        waiting_from += 4 + frame[-1];
        if (frame[0] != START) continue; /* it was withdrawn */
        waiters--;
        start(frame + 1);
    }
    if (waiting_from == waiting_to) waiting_from = waiting_to = 0;
}

/* It will not be started. */
static void withdraw(u32 id) {
    for (u64 at = waiting_from; at < waiting_to; at += 4 + *(u32 *)(waiting + at)) {
        u32 *frame = (u32 *)(waiting + at + 4);
        if (frame[0] == START && frame[1] == id) {
            frame[0] = 0;
            waiters--;
            tell(&(event){.kind = NOT_STARTED, .task = id, .status = 125 /* ECANCELED */, .in = -1, .out = -1, .err = -1});
            return;
        }
    }
}

/* ---- ending ---- */

/* The size of a file of output; an empty one is spare, or closed at once. */
static u64 settle(int *fd, u32 flags) {
    if (flags & OUTPUT_PIPES || *fd < 0) return 0;
    i64 size = CALL3(lseek, *fd, 0, 2 /* SEEK_END */);
    if (size > 0) return (u64)size;
    if (!(flags & OUTPUT_FILES) && spares < (int)(sizeof spare / sizeof *spare) && is_ours_alone(*fd)) spare[spares++] = *fd;
    else CALL1(close, *fd);
    *fd = -1;
    return 0;
}

/* Its program has ended, and takes no place any more. What is left to do lets others start first. */
static event bury(u32 id) {
    task *t = &tasks[id];
    struct rusage usage;
    int status = 0;
    CALL2(kill, -t->pid, SIGKILL); /* what it leaves behind; its number is still taken */
    CALL4(wait4, t->pid, &status, 0, &usage);
    event e = {
        .kind = ENDED, .task = id, .pid = t->pid, .status = status, .run_nanos = now() - t->began,
        .user_micros = (u64)usage.ru_utime.tv_sec * 1000000 + (u64)usage.ru_utime.tv_usec,
        .system_micros = (u64)usage.ru_stime.tv_sec * 1000000 + (u64)usage.ru_stime.tv_usec,
        .peak_kilobytes = (u64)usage.ru_maxrss};
    t->pid = 0;
    running--;
    return e;
}

static void settle_estate(event *e) {
    task *t = &tasks[e->task];
    e->starved = t->cgroup ? close_cgroup(t->cgroup) : 0;
    e->out_size = settle(&t->out, t->flags);
    e->err_size = settle(&t->err, t->flags);
    e->in = t->in;
    e->out = t->out;
    e->err = t->err;
    if (t->in < 0 && t->out < 0 && t->err < 0) t->held = 0; /* nothing to release */
    tell(e);
}

static void reap(void) {
    for (;;) {
        siginfo_t info;
        info.si_pid = 0;
        i64 error = CALL5(waitid, P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT, 0);
        if (error < 0 || info.si_pid == 0) return;
        u32 id = 0;
        while (id < highest && tasks[id].pid != info.si_pid) id++;
        if (id == highest) {
            CALL4(wait4, info.si_pid, 0, 0, 0); /* an orphan that came to us */
            continue;
        }
        event e = bury(id);
        start_waiting();
        settle_estate(&e);
    }
}

/* ---- the end of the master ---- */

static char entries[1 << 15];

/* Kills every child that /proc knows, by the fourth word of its stat; the second is a name in brackets. */
static void kill_children(void) {
    int proc = (int)CALL4(openat, AT_FDCWD, "/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    for (i64 size; (size = CALL3(getdents64, proc, entries, sizeof entries)) > 0;) {
        for (char *entry = entries; entry < entries + size; entry += *(unsigned short *)(entry + 16)) {
            char *name = entry + 19;
            if (*name < '1' || *name > '9') continue;
            char stat[512];
            u64 n = length(name);
            memcpy(candidate, "/proc/", 6);
            memcpy(candidate + 6, name, n);
            memcpy(candidate + 6 + n, "/stat", 6);
            int file = (int)CALL4(openat, AT_FDCWD, candidate, O_RDONLY | O_CLOEXEC, 0);
            i64 read = file < 0 ? 0 : CALL3(read, file, stat, sizeof stat - 1);
            if (file >= 0) CALL1(close, file);
            if (read <= 0) continue;
            stat[read] = 0;
            char *at = stat + read;
            while (at > stat && *at != ')') at--;
            if (at == stat || at + 4 > stat + read) continue;
            int parent = 0, pid = 0;
            for (at += 4; *at >= '0' && *at <= '9'; at++) parent = parent * 10 + *at - '0';
            for (char *digit = name; *digit; digit++) pid = pid * 10 + *digit - '0';
            if (parent == self) CALL2(kill, pid, SIGKILL);
        }
    }
    if (proc >= 0) CALL1(close, proc);
}

static void remove_confinement(void) {
    CALL3(lseek, confinement, 0, 0);
    for (i64 size; (size = CALL3(getdents64, confinement, entries, sizeof entries)) > 0;)
        for (char *entry = entries; entry < entries + size; entry += *(unsigned short *)(entry + 16))
            if (entry[19] != '.') CALL3(unlinkat, confinement, entry + 19, 0x200 /* AT_REMOVEDIR; files are none of ours */);
    CALL3(unlinkat, AT_FDCWD, confinement_path, 0x200);
}

/* Whoever is killed leaves its children to us, so it takes as many rounds as the tree is deep. */
static void end_all(void) {
    for (u32 id = 0; id < highest; id++)
        if (tasks[id].pid) CALL2(kill, -tasks[id].pid, SIGKILL);
    for (u32 id = 0; id < MOST_SOCKETS; id++) stop_listening(id);
    if (confinement >= 0) write_in(confinement, "cgroup.kill", "1");
    for (u64 begin = now(); now() - begin < 10000000000ul;) { /* one that we may not kill cannot hold us for ever */
        i64 result;
        while ((result = CALL4(wait4, -1, 0, WNOHANG, 0)) > 0) {}
        if (result == -ECHILD_) break;
        kill_children();
        struct pollfd none;
        i64 pause[2] = {0, 1000000};
        CALL5(ppoll, &none, 0, pause, 0, 0);
    }
    if (confinement >= 0) remove_confinement();
    leave(0);
}

/* ---- requests ---- */

static void signal_group(u32 id, int number) {
    if (id < MOST_TASKS && tasks[id].pid) CALL2(kill, -tasks[id].pid, number);
    else if (number == SIGTERM || number == SIGKILL) withdraw(id);
}

/* One of its three descriptors, by bits, or all; a task that has ended is forgotten with the last. */
static void release(u32 id, u32 which) {
    if (id >= MOST_TASKS) leave(2);
    task *t = &tasks[id];
    int no = -1;
    close_all(which & 1 ? &t->in : &no, &no, &no);
    close_all(&no, which & 2 ? &t->out : &no, &no);
    close_all(&no, &no, which & 4 ? &t->err : &no);
    if (!t->pid && t->in < 0 && t->out < 0 && t->err < 0) t->held = 0;
}

static void obey(const u32 *frame, u64 size) {
    if (size < 12) leave(2);
    switch (frame[0]) {
        case START:
            if (size < 24) leave(2);
            if (!must_wait(frame, size)) start(frame + 1);
            break;
        case SIGNAL: signal_group(frame[1], (int)frame[2]); break;
        case RELEASE: release(frame[1], frame[2]); break;
        case LIMITS:
            if (size < 20) leave(2);
            nice_value = (int)frame[1];
            memory_limit = (u64)frame[2] | (u64)frame[3] << 32;
            most_running = frame[4];
            break;
        case SLICE: slice = (u64)frame[1] | (u64)frame[2] << 32; break;
        case CONFINE: confine((const char *)(frame + 1)); break;
        case LISTEN: /* number, backlog, size of the address, address */
            if (size < 16 || size < 16 + (u64)frame[3]) leave(2);
            start_listening(frame[1], frame[2], (const char *)(frame + 4), frame[3]);
            break;
        case CLOSE: stop_listening(frame[1]); break;
        default: leave(2);
    }
}

/* Each frame is its size in bytes without these four, and then so many bytes, a multiple of four. */
static void read_requests(void) {
    i64 n = CALL3(read, 0, buffer + buffered, sizeof buffer - buffered);
    if (n == -EINTR_ || n == -EAGAIN_) return;
    if (n <= 0) end_all();
    buffered += (u64)n;
    u64 done = 0;
    while (buffered - done >= 4) {
        u64 size = *(u32 *)(buffer + done);
        if (size > sizeof buffer - 4 || size % 4) end_all();
        if (buffered - done < 4 + size) break;
        obey((const u32 *)(buffer + done + 4), size);
        done += 4 + size;
    }
    if (done == 0) return;
    for (u64 i = 0; i < buffered - done; i++) buffer[i] = buffer[done + i];
    buffered -= done;
}

static const char *variable(const char *name) {
    u64 n = length(name);
    for (char *const *entry = environment; *entry; entry++) {
        u64 i = 0;
        while (i < n && (*entry)[i] == name[i]) i++;
        if (i == n && (*entry)[n] == '=') return *entry + n + 1;
    }
    return 0;
}

/* The only argument is the folder for temporary files. */
__attribute__((used)) void begin(i64 *start) {
    char **argv = (char **)(start + 1);
    if (*start < 2) leave(2);
    folder = argv[1];
    environment = argv + *start + 1;
    path = variable("PATH");
    if (!path) path = "/usr/local/bin:/usr/bin:/bin";
    self = (int)CALL0(getpid);
    CALL2(setpgid, 0, 0);
    CALL5(prctl, PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    u64 all = ~0ul;
    CALL4(rt_sigprocmask, SIG_SETMASK, &all, 0, sizeof all);
    u64 child_signal = 1ul << (SIGCHLD - 1);
    children = (int)CALL4(signalfd4, -1, &child_signal, sizeof child_signal, O_CLOEXEC | O_NONBLOCK);
    nothing = (int)CALL4(openat, AT_FDCWD, "/dev/null", O_RDONLY | O_CLOEXEC, 0);
    CALL4(prlimit64, 0, RLIMIT_NOFILE, 0, &descriptors);
    struct rlimit64 most = {descriptors.rlim_max, descriptors.rlim_max};
    CALL4(prlimit64, 0, RLIMIT_NOFILE, &most, 0);
    CALL3(fcntl, 1, 1031 /* F_SETPIPE_SZ */, 1 << 20);
    be_prompt();
    for (;;) {
        struct pollfd ready[2] = {{0, POLLIN, 0}, {children, POLLIN, 0}};
        i64 wait = tell_overdue();
        if (leftovers && wait < 0) wait = 10000000;
        i64 pause[2] = {0, wait};
        CALL5(ppoll, ready, 2, wait < 0 ? 0 : pause, 0, 0);
        if (leftovers) remove_leftovers();
        if (ready[1].revents) {
            char signals[1024];
            CALL3(read, children, signals, sizeof signals);
            reap();
        }
        if (ready[0].revents) read_requests();
    }
}
