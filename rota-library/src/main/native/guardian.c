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

/* A child that shares this memory, on a stack of its own; this one waits until it has ended or become another program. */
i64 start_on(void *stack, void (*body)(void));
__asm__("start_on:\n"
        "  mov %rsi, %r9\n"
        "  mov %rdi, %rsi\n"
        "  mov $0x4111, %edi\n" /* CLONE_VM | CLONE_VFORK | SIGCHLD */
        "  mov $56, %eax\n"
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

i64 start_on(void *stack, void (*body)(void));
__asm__("start_on:\n"
        "  mov x9, x1\n"
        "  mov x1, x0\n"
        "  mov x0, #0x4111\n" /* CLONE_VM | CLONE_VFORK | SIGCHLD */
        "  mov x8, #220\n"
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

enum { EINTR_ = 4, ENOENT_ = 2, ENOEXEC_ = 8, ECHILD_ = 10, EAGAIN_ = 11, EACCES_ = 13, ENOTDIR_ = 20 };

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

static void leave(int status) {
    for (;;) CALL1(exit_group, status);
}

/* ---- what is said ---- */

enum { START = 1, SIGNAL = 2, RELEASE = 3, LIMITS = 4, SLICE = 5 };
enum { STARTED = 1, ENDED = 2, NOT_STARTED = 3 };
enum { INPUT_PIPE = 1, OUTPUT_PIPES = 2, OUTPUT_FILES = 4, STOPPED = 8 };

typedef struct {
    u32 kind, task;
    int pid, status; /* status as wait4(2) has it; of NOT_STARTED the error */
    int in, out, err, unused; /* descriptors of this process, -1 for none */
    u64 out_size, err_size;
    u64 run_nanos, user_micros, system_micros, peak_kilobytes;
} event;

/* ---- tasks ---- */

enum { MOST_TASKS = 1 << 16, MOST_BYTES = 6 << 20, MOST_ARGUMENTS = 1 << 19 };

typedef struct {
    int pid; /* also the number of its group; 0: not running */
    int in, out, err; /* our ends, -1 for none */
    u64 began;
    u32 flags;
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

/* What the next programs get. */
static int nice_value;
static u64 memory_limit;
static u64 slice; /* of the kernel's scheduler, in ns; 0 for its own */

/* How many run at once, and the requests to start that wait for their turn, each with its size before it. */
static u32 most_running = MOST_TASKS, running;
static char waiting[1 << 20] __attribute__((aligned(8)));
static u64 waiting_from, waiting_to;

static u64 now(void) {
    i64 time[2];
    CALL2(clock_gettime, 1 /* CLOCK_MONOTONIC */, time);
    return (u64)time[0] * 1000000000 + (u64)time[1];
}

static void tell(event *e) {
    const char *from = (const char *)e;
    for (u64 left = sizeof *e; left > 0;) {
        i64 n = CALL3(write, 1, from, left);
        if (n == -EINTR_) continue;
        if (n < 0) return; /* nobody listens: descriptor 0 will tell */
        from += n;
        left -= (u64)n;
    }
}

static void close_all(int *in, int *out, int *err) {
    if (*in >= 0) CALL1(close, *in);
    if (*out >= 0) CALL1(close, *out);
    if (*err >= 0) CALL1(close, *err);
    *in = *out = *err = -1;
}

/* ---- starting ---- */

/* What a child, which shares this memory, is told and tells. */
static struct {
    int in, out, err, error;
    int stopped; /* whether it is to stop at its first instruction; then whether it will */
    char **arguments;
    char **shell;
} birth;

static char stack[1 << 16] __attribute__((aligned(16)));
static char candidate[8192];

static i64 execute(char *file) {
    i64 error = CALL3(execve, file, birth.arguments, environment);
    if (error == -ENOEXEC_) { /* a script that does not say of what language */
        birth.shell[0] = "/bin/sh";
        birth.shell[1] = file;
        error = CALL3(execve, birth.shell[0], birth.shell, environment);
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

/* The scheduler's own attributes are as in sched_setattr(2); niceness goes with them. */
static int ask_for_slice(void) {
    struct {
        u32 size, policy;
        u64 flags;
        int nice;
        u32 priority;
        u64 runtime, deadline, period;
    } wish = {.size = 48, .flags = 8 /* SCHED_FLAG_KEEP_POLICY */, .runtime = slice};
    wish.nice = 20 - (int)CALL2(getpriority, 0, 0);
    return (int)CALL3(sched_setattr, 0, &wish, 0);
}

static void child(void) {
    CALL2(setpgid, 0, 0);
    CALL5(prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (CALL0(getppid) != self) leave(127);
    CALL4(prlimit64, 0, RLIMIT_NOFILE, &descriptors, 0);
    if (memory_limit) {
        struct rlimit64 limit = {memory_limit, memory_limit};
        CALL4(prlimit64, 0, RLIMIT_AS, &limit, 0);
    }
    if (nice_value) CALL3(setpriority, 0, 0, nice_value);
    if (slice && (birth.error = -ask_for_slice())) leave(127);
    CALL3(dup3, birth.in, 0, 0);
    CALL3(dup3, birth.out, 1, 0);
    CALL3(dup3, birth.err, 2, 0);
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
    int fd = (int)CALL4(openat, AT_FDCWD, folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
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
    *ours = flags & OUTPUT_FILES
                ? (int)CALL4(openat, AT_FDCWD, file, O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0666)
                : temporary_file();
    if (*ours < 0) return *ours;
    *theirs = *ours;
    return 0;
}

static const char *next_text(const char **at) {
    const char *text = *at;
    *at += length(text) + 1;
    return text;
}

/* task, flags, number of arguments; then texts: two files of output if the flags say so, the arguments. */
static void start(const u32 *request, const char *texts) {
    u32 id = request[0], flags = request[1], count = request[2];
    if (id >= MOST_TASKS || count == 0 || count > MOST_ARGUMENTS || tasks[id].held) leave(2);
    task *t = &tasks[id];
    *t = (task){.in = -1, .out = -1, .err = -1, .flags = flags, .held = 1};
    if (id >= highest) highest = id + 1;
    const char *out_file = flags & OUTPUT_FILES ? next_text(&texts) : 0;
    const char *err_file = flags & OUTPUT_FILES ? next_text(&texts) : 0;
    birth.shell = arguments;
    birth.arguments = arguments + 1;
    for (u32 i = 0; i < count; i++) birth.arguments[i] = (char *)next_text(&texts);
    birth.arguments[count] = 0;

    int in = nothing, out = -1, err = -1, error = 0;
    if (flags & INPUT_PIPE) error = make_pipe(&t->in, &in, 1);
    if (error == 0) error = open_output(&t->out, &out, flags, out_file);
    if (error == 0) error = open_output(&t->err, &err, flags, err_file);
    i64 pid = 0;
    if (error == 0) {
        birth.in = in;
        birth.out = out;
        birth.err = err;
        birth.error = 0;
        birth.stopped = !!(flags & STOPPED);
        t->began = now();
        pid = start_on(stack + sizeof stack, child);
        error = pid < 0 ? (int)pid : -birth.error;
        if (pid > 0 && error) CALL4(wait4, pid, 0, 0, 0);
    }
    if (in == nothing) in = -1;
    if (!(flags & OUTPUT_PIPES)) out = err = -1; /* files are the same at both ends */
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
    return 1;
}

static void start_waiting(void) {
    while (running < most_running && waiting_from < waiting_to) {
        u32 *frame = (u32 *)(waiting + waiting_from + 4);
        waiting_from += 4 + frame[-1];
        if (frame[0] == START) start(frame + 1, (const char *)(frame + 4));
    }
    if (waiting_from == waiting_to) waiting_from = waiting_to = 0;
}

/* It will not be started. */
static void withdraw(u32 id) {
    for (u64 at = waiting_from; at < waiting_to; at += 4 + *(u32 *)(waiting + at)) {
        u32 *frame = (u32 *)(waiting + at + 4);
        if (frame[0] == START && frame[1] == id) {
            frame[0] = 0;
            tell(&(event){.kind = NOT_STARTED, .task = id, .status = 125 /* ECANCELED */, .in = -1, .out = -1, .err = -1});
            return;
        }
    }
}

/* ---- ending ---- */

/* The size of a file of output; an empty one is closed at once. */
static u64 settle(int *fd, u32 flags) {
    if (flags & OUTPUT_PIPES || *fd < 0) return 0;
    i64 size = CALL3(lseek, *fd, 0, 2 /* SEEK_END */);
    if (size > 0) return (u64)size;
    CALL1(close, *fd);
    *fd = -1;
    return 0;
}

static void ended(u32 id) {
    task *t = &tasks[id];
    struct rusage usage;
    int status = 0;
    CALL2(kill, -t->pid, SIGKILL); /* what it leaves behind; its number is still taken */
    CALL4(wait4, t->pid, &status, 0, &usage);
    u64 time = now() - t->began;
    u64 out_size = settle(&t->out, t->flags), err_size = settle(&t->err, t->flags);
    event e = {
        .kind = ENDED, .task = id, .pid = t->pid, .status = status, .in = t->in, .out = t->out, .err = t->err,
        .out_size = out_size, .err_size = err_size, .run_nanos = time,
        .user_micros = (u64)usage.ru_utime.tv_sec * 1000000 + (u64)usage.ru_utime.tv_usec,
        .system_micros = (u64)usage.ru_stime.tv_sec * 1000000 + (u64)usage.ru_stime.tv_usec,
        .peak_kilobytes = (u64)usage.ru_maxrss};
    t->pid = 0;
    running--;
    if (t->in < 0 && t->out < 0 && t->err < 0) t->held = 0; /* nothing to release */
    tell(&e);
}

static void reap(void) {
    for (;;) {
        siginfo_t info;
        info.si_pid = 0;
        i64 error = CALL5(waitid, P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT, 0);
        if (error < 0 || info.si_pid == 0) return;
        u32 id = 0;
        while (id < highest && tasks[id].pid != info.si_pid) id++;
        if (id < highest) ended(id);
        else CALL4(wait4, info.si_pid, 0, 0, 0); /* an orphan that came to us */
        start_waiting();
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

/* Whoever is killed leaves its children to us, so it takes as many rounds as the tree is deep. */
static void end_all(void) {
    for (u32 id = 0; id < highest; id++)
        if (tasks[id].pid) CALL2(kill, -tasks[id].pid, SIGKILL);
    for (u64 begin = now(); now() - begin < 10000000000ul;) { /* one that we may not kill cannot hold us for ever */
        i64 result;
        while ((result = CALL4(wait4, -1, 0, WNOHANG, 0)) > 0) {}
        if (result == -ECHILD_) break;
        kill_children();
        struct pollfd none;
        i64 pause[2] = {0, 1000000};
        CALL5(ppoll, &none, 0, pause, 0, 0);
    }
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
            if (size < 16) leave(2);
            if (!must_wait(frame, size)) start(frame + 1, (const char *)(frame + 4));
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
    for (;;) {
        struct pollfd ready[2] = {{0, POLLIN, 0}, {children, POLLIN, 0}};
        CALL5(ppoll, ready, 2, 0, 0, 0);
        if (ready[1].revents) {
            char signals[1024];
            CALL3(read, children, signals, sizeof signals);
            reap();
        }
        if (ready[0].revents) read_requests();
    }
}
