package pot.zk.ledger;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Exclusive use of one directory, against threads of this JVM and against other processes.
 *
 * <p>File locks belong to the whole JVM, so threads need a lock of their own: one per real path,
 * shared by all ledgers on it. The lock file's channel is never closed while the JVM lives, for
 * POSIX drops a process's lock on a file as soon as the process closes <em>any</em> descriptor of
 * it. The system drops the lock of a killed process. An advisory lock: on a network file system it
 * is as good as that system's.
 */
final class DirectoryLock {
  private static final ConcurrentHashMap<Path, DirectoryLock> BY_REAL_PATH =
      new ConcurrentHashMap<>();

  private static final long RETRY_NANOS = 1_000_000;

  private final Path file;
  private final ReentrantLock threads = new ReentrantLock();
  private Optional<OpenLockFile> open = Optional.empty();

  private record OpenLockFile(FileChannel channel, Optional<Object> identity) {}

  /** What is done while the lock is held. */
  @FunctionalInterface
  interface Action<T> {
    T run() throws IOException;
  }

  private DirectoryLock(Path file) {
    this.file = file;
  }

  /** The lock of an existing directory. */
  static DirectoryLock of(Path dir) throws IOException {
    return BY_REAL_PATH.computeIfAbsent(
        dir.toRealPath(), real -> new DirectoryLock(real.resolve("lock")));
  }

  /** Runs an action while nobody else runs one on this directory. Waits as long as it takes. */
  <T> T holding(Action<T> action) throws IOException {
    threads.lock();
    try (FileLock held = lockFile()) {
      T result = action.run();
      if (!held.isValid()) { // cannot be: nobody closes the channel
        throw new IOException("the lock was lost while it was held");
      }
      return result;
    } finally {
      threads.unlock();
    }
  }

  /**
   * Locks the file that bears the name now: if the old one was deleted, other processes lock its
   * successor, and a lock on the old one would exclude nobody.
   */
  private FileLock lockFile() throws IOException {
    while (true) {
      OpenLockFile current = openLockFile();
      FileLock lock = acquire(current.channel());
      if (isCurrent(current)) {
        return lock;
      }
      current.channel().close();
    }
  }

  private OpenLockFile openLockFile() throws IOException {
    if (open.isPresent() && open.get().channel().isOpen()) {
      return open.get();
    }
    FileChannel channel = StateDirectory.openFile(file, CREATE, WRITE);
    OpenLockFile opened = new OpenLockFile(channel, StateDirectory.identity(file));
    open = Optional.of(opened);
    return opened;
  }

  private boolean isCurrent(OpenLockFile opened) throws IOException {
    try {
      return StateDirectory.identity(file).equals(opened.identity());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static FileLock acquire(FileChannel channel) throws IOException {
    while (true) {
      try {
        return channel.lock();
      } catch (OverlappingFileLockException e) {
        // Held in this JVM by a copy of this class from another class loader: it has no queue for
        // us.
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }
}
