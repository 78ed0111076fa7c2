// System calls that Swift's Glibc module does not show, and the wiping allocator that libcurl is given.
// No system header is included here, so that none has to be imported by Swift.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Forbids core dumps and tracing by other processes of the same user (prctl(2) PR_SET_DUMPABLE, RLIMIT_CORE), and the
/// report that the Swift runtime would print of a crash: it shows memory. Returns 0, or errno.
int lockstep_refuse_dumps(void);

/// The process that traces this one (proc(5), status: TracerPid); 0 for none, minus errno when that cannot be told. Once
/// lockstep_refuse_dumps has returned 0 none without privileges can begin to.
int lockstep_tracer(void);

/// Gives descriptors 0 to 2 something to be where the caller closed them, so that no file of ours gets their number.
/// Reading and writing them still fails, and a program that is executed has them closed again.
void lockstep_fill_descriptors(void);

/// Makes new files this user's alone (umask(2) 077); lockstep_execute gives the caller's mask back.
void lockstep_private_files(void);

/// Makes a write beyond the limit on file sizes (RLIMIT_FSIZE) fail with EFBIG in place of ending the process by SIGXFSZ.
void lockstep_refuse_size_signal(void);

/// Whether an access control list lets more users into a folder than its mode tells (acl(5)), or that cannot be known.
bool lockstep_has_access_list(const char *_Nonnull path);

/// Makes durable which names a folder has (fsync(2)). Returns 0, or errno.
int lockstep_sync_folder(const char *_Nonnull path);

/// Asks the kernel to send SIGKILL to this process when its parent dies (prctl(2) PR_SET_PDEATHSIG).
int lockstep_die_with_parent(void);

/// Two ends of a pipe, both close-on-exec. Returns 0, or errno.
int lockstep_pipe(int *_Nonnull read_end, int *_Nonnull write_end);

/// A connected pair of stream sockets, both close-on-exec. Returns 0, or errno.
int lockstep_socket_pair(int *_Nonnull first, int *_Nonnull second);

/// Starts `path` with `stdin_fd` and `stdout_fd` as its standard input and output; standard error is inherited,
/// every other descriptor is closed. Returns the process id, or minus errno.
int lockstep_spawn(const char *_Nonnull path, const char *_Nullable const *_Nonnull argv,
                   const char *_Nullable const *_Nonnull envp, int stdin_fd, int stdout_fd);
/// The same, with `stderr_fd` as its standard error, unless that is minus one.
int lockstep_spawn_with(const char *_Nonnull path, const char *_Nullable const *_Nonnull argv,
                        const char *_Nullable const *_Nonnull envp, int stdin_fd, int stdout_fd, int stderr_fd);

/// Opens a program to start it later, though it may not be read (open(2) O_PATH). Returns the descriptor, or minus errno.
int lockstep_open_program(const char *_Nonnull path);
/// The same; where `program` is no minus one, it is a program that was opened (execveat(2)), whatever lies at its path by now, and no
/// script. The descriptor `passed` is number 4 in the program, unless it is minus one.
int lockstep_spawn_passing(const char *_Nonnull path, int program, const char *_Nullable const *_Nonnull argv,
                           const char *_Nullable const *_Nonnull envp, int stdin_fd, int stdout_fd, int passed);
/// Gives this process a name, for lists of processes (prctl(2) PR_SET_NAME): one that was started by a descriptor has its number.
void lockstep_name_process(const char *_Nonnull name);

/// Replaces this process (execvpe(3)), with no signal blocked, SIGPIPE and SIGXFSZ as usual; returns errno, only on failure.
int lockstep_execute(const char *_Nonnull file, const char *_Nullable const *_Nonnull argv,
                     const char *_Nullable const *_Nonnull envp);
/// The same for a file that was opened (fexecve(3)).
int lockstep_execute_opened(int file, const char *_Nullable const *_Nonnull argv,
                     const char *_Nullable const *_Nonnull envp);

/// Waits for a child; returns its exit code, 128 + n for a signal, or minus errno.
int lockstep_wait(int pid);

/// Where bytes stand first in others (memmem(3)); -1 when nowhere.
int64_t lockstep_find(const uint8_t *_Nonnull bytes, size_t count, const uint8_t *_Nonnull wanted, size_t length);

/// The words for an errno (strerrordesc_np(3)); a text that lives for ever.
const char *_Nonnull lockstep_error(int number);

/// Columns of the terminal behind a descriptor, or 0.
int lockstep_columns(int fd);

/// Columns and rows of the terminal behind a descriptor; 0 where they are not known.
struct lockstep_screen_size {
    int columns, rows;
};
struct lockstep_screen_size lockstep_screen_size(int fd);
/// From a second on, says on a terminal what is waited for (ASCII) and for how long, in a line that is drawn anew; one thread does it.
void lockstep_ticker_start(int fd, const char *_Nonnull what);
/// Counts so many milliseconds down in place of that: for so long nothing is asked of the provider.
void lockstep_ticker_wait(int64_t milliseconds);
/// Takes the line away, before something else is written there; it comes again.
void lockstep_ticker_clear(void);
/// Takes the line away for good.
void lockstep_ticker_stop(void);

/// Shows `prompt` on a terminal and reads a line without echo, at most `size` bytes, without its line end. The
/// terminal is itself again afterwards, whatever signal comes. Returns the length, or minus errno; E2BIG when longer.
int64_t lockstep_read_quietly(int fd, const char *_Nonnull prompt, uint8_t *_Nonnull buffer, size_t size);

/// Takes (exclusive) an open-file-description lock on one byte (fcntl(2) F_OFD_SETLK): released by close or death.
/// Returns 0, EAGAIN when another holds it, or another errno.
int lockstep_lock_byte(int fd, int64_t offset);
/// The same, shared with others that share it.
/// Whether another open file description has a lock on one byte: 0 or 1, or the negative errno where that cannot be told.
int lockstep_is_byte_locked(int fd, int64_t offset);
// The same for any of the bytes below an offset.
int lockstep_is_range_locked(int fd, int64_t end);
/// Gives back the lock on one byte.
int lockstep_unlock_byte(int fd, int64_t offset);

/// The environment of this process, as execve(2) wants it.
const char *_Nullable const *_Nonnull lockstep_environment(void);
/// Whether a variable, `NAME=value`, may name what unlocks the vault: every one of Lockstep's own that is not known to be harmless.
int lockstep_unlocks(const char *_Nonnull variable);
/// The same environment without what unlocks the vault: what every program that is started here gets. NULL where there is no memory;
/// good until the next call.
const char *_Nullable const *_Nullable lockstep_passed_environment(void);

/// malloc(3) and its family, wiping each block before it is given back (curl_global_init_mem(3)).
void *_Nullable lockstep_wiping_malloc(size_t size);
void lockstep_wiping_free(void *_Nullable block);
void *_Nullable lockstep_wiping_realloc(void *_Nullable block, size_t size);
char *_Nullable lockstep_wiping_strdup(const char *_Nonnull text);
void *_Nullable lockstep_wiping_calloc(size_t count, size_t size);

/// A listening stream socket at `path`, 0600, non-blocking, close-on-exec. Returns it, or minus errno.
int lockstep_listen(const char *_Nonnull path);
/// The longest path of a socket, in bytes (unix(7)).
int lockstep_longest_address(void);
/// The path that a socket is bound to, without a zero byte at its end. Returns its length, or minus errno; 0 when it has none.
int lockstep_bound_path(int fd, uint8_t *_Nonnull path, int size);
/// A connection to the socket at `path`; being taken in is waited for 5 s, and each piece of an answer 30 s. Returns it, or
/// minus errno; EAGAIN when it was not taken in.
int lockstep_connect(const char *_Nonnull path);
/// The next connection, non-blocking. Returns it, or minus errno.
int lockstep_accept(int fd);
/// Who is at the other end, as the kernel says (unix(7) SO_PEERCRED). Returns 0, or errno.
int lockstep_peer(int fd, int *_Nonnull pid, uint32_t *_Nonnull user);
/// A descriptor that stands for the process at the other end itself, not for its number (unix(7) SO_PEERPIDFD, Linux 6.5);
/// readable once that process has ended. Returns it, or minus errno; ENOPROTOOPT where the kernel has no such thing.
int lockstep_peer_process(int fd);
/// The same for the process that has a number now (pidfd_open(2)).
int lockstep_open_process(int pid);
/// Has the kernel say from now on which process wrote what is received (unix(7) SO_PASSCRED). Returns 0, or errno.
int lockstep_tell_writers(int fd);
/// Receives, without waiting, bytes that one process wrote; `pid` and `user` are that process's where the kernel says, else 0.
/// Returns how many, or minus errno.
int64_t lockstep_receive_written(int fd, uint8_t *_Nonnull buffer, size_t size, int *_Nonnull pid,
                                 uint32_t *_Nonnull user);
/// Milliseconds after the start of the machine at which a process started whose number of ticks is this (proc(5), stat).
int64_t lockstep_tick_milliseconds(int64_t ticks);
/// Whether a descriptor that was passed is a listening Unix socket; it is made non-blocking and close-on-exec.
int lockstep_is_listening(int fd);
/// A set of descriptors that are waited for (epoll(7)). Returns it, or minus errno.
int lockstep_poller(void);
/// Waits for a descriptor to become readable, from now on; it is taken out by lockstep_poller_remove, before it is closed.
/// Returns 0, or errno.
int lockstep_poller_add(int poller, int fd);
void lockstep_poller_remove(int poller, int fd);
/// Waits for a descriptor to become writable (1), or readable (0), or tells each time that more has come to be read (2). Returns
/// 0, or errno.
int lockstep_poller_change(int poller, int fd, int kind);
/// Writes the descriptors that can be read, at most `most`; sleeps at most `milliseconds` for them, and then looks again and
/// again for `looking` nanoseconds. Returns how many.
int lockstep_poller_wait(int poller, int *_Nonnull ready, int most, int64_t looking, int milliseconds);
/// The name that the other end has bound, without its leading zero byte where it is an abstract one (unix(7)). Returns its
/// length, or minus errno; 0 when it has none.
int lockstep_peer_name(int fd, uint8_t *_Nonnull name, int size);
/// Takes signals as readable events (signalfd(2)). Returns a descriptor, or minus errno.
int lockstep_signals(const int *_Nonnull numbers, int count);
/// The number of the next signal; 0 when there is none. `by_kernel` says whether no process sent it: a terminal did, or a timer.
int lockstep_next_signal(int fd, int *_Nullable by_kernel);
/// How many bytes can be read at once (FIONREAD); -1 when that is not known.
int lockstep_waiting_bytes(int fd);
/// Sends bytes in one call without waiting, and without a signal when nobody is there. Returns how many went, or minus errno.
int64_t lockstep_send(int fd, const uint8_t *_Nonnull bytes, size_t count);
/// Whether the kernel says that something keeps the time of day right (adjtimex(2)).
bool lockstep_clock_is_synchronised(void);
/// Milliseconds since the machine started, sleep included (CLOCK_BOOTTIME): a clock that nobody sets.
int64_t lockstep_monotonic(void);
/// Raises the limit of open files as far as it goes, to 8192 at most; returns it.
unsigned lockstep_raise_descriptors(void);
/// Forks a process that outlives this one, in a session of its own, in `/`, with nothing open but `input` as its standard input.
/// Signals that would end it wait for lockstep_sleep. Returns 0 there, its process id here, or minus errno.
int lockstep_fork_detached(int input);
/// Sleeps until so many milliseconds have passed, also those in which the machine slept (CLOCK_BOOTTIME), or until a signal comes that
/// would end this process; at once where there is no such timer.
void lockstep_sleep(int64_t milliseconds);
/// A file in a folder that has no name yet (open(2) O_TMPFILE), 0600, to write and read it back. Returns it, or minus errno.
int lockstep_unnamed_file(int folder);
/// Whether a path is where something is mounted, such as a single file into a container (statx(2)): it cannot be replaced then.
bool lockstep_is_mount_point(const char *_Nonnull path);
/// Gives such a file a name that is free. Returns 0, or errno.
int lockstep_name_file(int fd, int folder, const char *_Nonnull name);
/// fork(2), for a program with one thread.
int lockstep_fork(void);
/// A page of memory between two that cannot be read, shared with the processes that are forked from this one: left out of core
/// dumps, filled with zeros. Returns it, or NULL; `locked` is 0, or errno where it could not be locked.
uint8_t *_Nullable lockstep_share_page(int *_Nonnull locked);
/// The size of that page.
size_t lockstep_page_size(void);
/// Makes a shared page readable and no more, for this process. Returns 0, or errno.
int lockstep_protect_page(uint8_t *_Nonnull page);
/// Gives a shared page back.
void lockstep_unshare_page(uint8_t *_Nonnull page);
/// A connected pair of sockets that keep messages apart (SOCK_SEQPACKET), both close-on-exec. Returns 0, or errno.
int lockstep_message_pair(int *_Nonnull first, int *_Nonnull second);
/// Sends one message with at most two descriptors (unix(7) SCM_RIGHTS); -1 stands for none. Returns 0, or errno.
int lockstep_send_message(int fd, const uint8_t *_Nonnull bytes, size_t count, int first, int second);
/// Waits for one message, or, on a stream, for up to `size` bytes; the first two descriptors that came with it are close-on-exec, -1
/// where there are none, and more are closed. Returns its length, 0 at the end, or minus errno; EMSGSIZE when a message is longer
/// than `size`.
int64_t lockstep_receive_message(int fd, uint8_t *_Nonnull bytes, size_t size, int *_Nonnull first, int *_Nonnull second);
/// Closes every descriptor from 3 on but these, which rise. Returns 0, or errno.
int lockstep_close_others(const int *_Nonnull kept, int count);

/// Makes a file in memory that nobody can cut short (memfd_create(2)). Returns its descriptor, or minus errno.
int lockstep_shared_file(void);

/// Starts a program in a session of its own, in `/`, with standard input and output on /dev/null and standard error on a
/// pipe whose other end is `report`. Returns the process id, or minus errno; also where the program cannot be executed.
int lockstep_spawn_detached(const char *_Nonnull path, const char *_Nullable const *_Nonnull argv,
                            int *_Nonnull report);
/// An empty file in memory, 0400, which a program that is executed inherits. Returns it, or minus errno.
int lockstep_memory_file(void);
/// Makes a file in memory unchangeable (fcntl(2) F_ADD_SEALS). Returns 0, or errno.
int lockstep_seal_file(int fd);

/// A pseudo-terminal with the size of `tty`, and its settings, or unless it is a command's `own` none: what comes out of it gets its
/// line ends from `tty`. Its master does not block. Returns 0, or errno.
int lockstep_pty(int tty, int own, int *_Nonnull master, int *_Nonnull slave);
/// Gives the terminal behind `master` the settings of `tty`.
void lockstep_copy_settings(int tty, int master);
/// Gives the terminal behind `master` the size of `tty`.
void lockstep_copy_size(int tty, int master);
/// Whether this process may read from its terminal.
int lockstep_is_foreground(int tty);
/// Lets every key through a terminal as it is, or puts it back.
void lockstep_set_raw(int tty, int raw);
/// Forks twice, for a program with one thread: a watcher, which never returns and writes each change of the command to
/// `report` (wait(2)'s status, four bytes), and the command's process, where 0 is returned, with `in` (unless -1), `out` and
/// `err` as its streams, and on `terminal` (unless -1) as its controlling one. `hold` (unless -1) is a descriptor that only the
/// caller keeps, and then the kernel sends the command SIGTERM when the caller dies. Returns the command's process id, or minus errno.
int lockstep_start_watched(int terminal, int in, int out, int err, int report, int hold);
/// Forgets the signals that are waiting, and lets those by which a person at the keyboard ends a process end this one again, and the
/// timer (SIGALRM).
void lockstep_take_back_signals(int signals);
/// Makes this process the parent of what its children leave behind (prctl(2) PR_SET_CHILD_SUBREAPER), and lets it learn how they end.
/// Returns 0, or errno.
int lockstep_begin_supervising(void);
/// fork(2), for a program with one thread; the child gets SIGTERM when this process ends, however it does (PR_SET_PDEATHSIG). Returns 0
/// there, its process id here, or minus errno.
int lockstep_fork_dependent(void);
/// The next child that has ended or was stopped, with wait(2)'s status; 0 for none now, minus errno where there are no children.
int lockstep_next_child(int *_Nonnull status);
/// Whether a path is in a file system that is kept in memory (statfs(2)).
bool lockstep_is_in_memory(const char *_Nonnull path);
/// The signal that stopped a command, of a status of wait(2); 0 when it has ended.
int lockstep_stop_signal(int status);
/// Ends this process as a command ended, by the same signal where it was one.
void lockstep_end_like(int status) __attribute__((noreturn));
/// Notes when the other end of a socket is gone, or says no more (SIGIO); so many seconds later this process is ended.
/// Returns 0, or minus errno.
int lockstep_halt_without_peer(int fd, unsigned seconds);

/// Notes the first SIGINT, and stops writing to `fd` where it is one; so many seconds later, or at the second, this process is ended.
/// Returns 0, or minus errno.
int lockstep_halt_on_interrupt(int fd, unsigned seconds);

/// Whether one of these was noted.
bool lockstep_is_halted(void);

