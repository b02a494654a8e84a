package pot.zk.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import pot.zk.error.UnusableRequestException;

/** Where the state is, and files and directories that only their owner can read and that last. */
final class StateDirectory {
  private static final Set<PosixFilePermission> OWNER_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OWNER_FILE =
      PosixFilePermissions.fromString("rw-------");

  private StateDirectory() {}

  /**
   * POT_STATE; else the user's state directory: $XDG_STATE_HOME/pot-zk, on macOS
   * ~/Library/Application Support/pot-zk, elsewhere ~/.local/state/pot-zk. Empty variables count as
   * unset, and so does a relative XDG_STATE_HOME (XDG Base Directory Specification 0.8).
   *
   * @throws UnusableRequestException if there is no home directory to fall back to
   */
  static Path locate(Map<String, String> environment, String osName, String home) {
    String chosen = environment.getOrDefault("POT_STATE", "");
    if (!chosen.isBlank()) {
      return Path.of(chosen).toAbsolutePath();
    }
    String xdg = environment.getOrDefault("XDG_STATE_HOME", "");
    if (!xdg.isBlank() && Path.of(xdg).isAbsolute()) {
      return Path.of(xdg, "pot-zk");
    }
    if (home.isBlank() || !Path.of(home).isAbsolute()) {
      throw new UnusableRequestException(
          "opening ledger",
          "home directory \"" + home + "\"",
          "an absolute path",
          "set POT_STATE to a directory that lasts, always the same one");
    }
    return osName.startsWith("Mac")
        ? Path.of(home, "Library", "Application Support", "pot-zk")
        : Path.of(home, ".local", "state", "pot-zk");
  }

  /**
   * Creates a directory and its parents where missing, owner-only, so that they survive a crash.
   */
  static void create(Path dir) throws IOException {
    if (Files.isDirectory(dir)) {
      return;
    }
    Path parent = dir.toAbsolutePath().getParent();
    if (parent != null) {
      create(parent);
    }
    try {
      Files.createDirectory(dir, attributes(dir, OWNER_DIRECTORY));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(dir)) { // so it is not just that another process was faster
        throw e;
      }
    }
    syncParent(dir);
  }

  /** Makes a directory's own name durable, where its parent may be read at all. */
  static void syncParent(Path dir) throws IOException {
    Path parent = dir.toAbsolutePath().getParent();
    if (parent != null) {
      try {
        syncDirectory(parent);
      } catch (AccessDeniedException e) {
        // A parent closed to reading, as /home sometimes is: nothing we can do, and seldom new.
      }
    }
  }

  /** Opens a file, created owner-only if an option says so. */
  static FileChannel openFile(Path file, OpenOption... options) throws IOException {
    return FileChannel.open(file, Set.of(options), attributes(file, OWNER_FILE));
  }

  /** Makes the names in a directory durable. Windows has no such call and needs none. */
  static void syncDirectory(Path dir) throws IOException {
    if (isPosix(dir)) {
      try (FileChannel channel = FileChannel.open(dir)) {
        channel.force(true);
      }
    }
  }

  /** What tells a file from another that later takes its name; empty where unknown. */
  static Optional<Object> identity(Path file) throws IOException {
    return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
  }

  private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
