package io.github.d1jdbc.internal.export;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.github.d1jdbc.internal.export.ExportException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A file beside the target that becomes the target only when it is whole: created and locked before the work starts,
 * synced, moved in one step. Only its owner may read it. One thread at a time; a second process is kept out.
 */
final class PartFile implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("io.github.d1jdbc");
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final int MOST_LINKS = 40;

    private final Path target;
    private final Path part;
    private final boolean overwrite;
    private final FileChannel channel;
    private boolean keep;
    private boolean committed;

    private PartFile(Path target, Path part, boolean overwrite, FileChannel channel) {
        this.target = target;
        this.part = part;
        this.overwrite = overwrite;
        this.channel = channel;
    }

    /**
     * Checks the target and creates the part, or takes over one that nobody works on.
     *
     * @param suffix is put behind the target's name
     */
    static PartFile open(Path asked, String suffix, boolean overwrite) throws ExportException {
        Path target = followLinks(asked);
        if (Files.isDirectory(target)) {
            throw refused(asked + " is a folder: name a file in it.");
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw refused(asked + " is no regular file: export to a stream (-o -) instead.");
        }
        if (Files.exists(target) && !overwrite) throw exists(asked);
        Path folder = Objects.requireNonNull(target.getParent(), "an absolute file path has a parent");
        if (!Files.isDirectory(folder)) {
            throw refused("The folder " + folder + " does not exist: create it first.");
        }
        Path part = target.resolveSibling(target.getFileName() + suffix);
        try {
            FileChannel channel = create(part);
            return new PartFile(target, part, overwrite, channel == null ? takeOver(part) : channel);
        } catch (IOException e) {
            throw refused("Cannot create " + part + " beside the target: " + reason(e) + ".", e);
        }
    }

    // The part must lie in the folder of the real file: a move across file systems is no single step.
    private static Path followLinks(Path asked) throws ExportException {
        Path path = asked.toAbsolutePath().normalize();
        try {
            for (int i = 0; Files.isSymbolicLink(path); i++) {
                if (i == MOST_LINKS) throw refused(asked + " is a symbolic link that leads in a circle.");
                path = path.resolveSibling(Files.readSymbolicLink(path)).normalize();
            }
        } catch (IOException e) {
            throw refused("Cannot follow the symbolic link " + asked + ": " + reason(e) + ".", e);
        }
        if (path.getFileName() == null) throw refused(asked + " is a folder: name a file in it.");
        return path;
    }

    private static @Nullable FileChannel create(Path part) throws IOException, ExportException {
        FileChannel channel;
        try {
            channel = FileChannel.open(part, Set.<OpenOption>of(READ, WRITE, CREATE_NEW), ownerOnly(part));
        } catch (FileAlreadyExistsException e) {
            return null;
        }
        lock(part, channel);
        return channel;
    }

    // The part of a run that died, or one that is kept to be resumed. Its file must be the same before it is opened
    // and after it is locked: a process that just finished has moved it onto its target, which must not be written to.
    private static FileChannel takeOver(Path part) throws IOException, ExportException {
        Object before = identity(part);
        FileChannel channel = FileChannel.open(part, Set.<OpenOption>of(READ, WRITE, LinkOption.NOFOLLOW_LINKS));
        lock(part, channel);
        if (!Files.exists(part, LinkOption.NOFOLLOW_LINKS) || !Objects.equals(before, identity(part))) {
            channel.close();
            throw inUse(part);
        }
        if (ownerOnly(part).length > 0) Files.setPosixFilePermissions(part, OWNER);
        return channel;
    }

    private static @Nullable Object identity(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    // Another process gives a null lock, another export of this JVM an exception.
    private static void lock(Path part, FileChannel channel) throws IOException, ExportException {
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            LOG.log(Level.FINE, "the part is locked by this JVM", e);
        }
        if (lock == null) {
            channel.close();
            throw inUse(part);
        }
    }

    /** What makes a new file readable by its owner only, where the file system knows owners. */
    static FileAttribute<?>[] ownerOnly(Path path) {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)} : new FileAttribute<?>[0];
    }

    /** The real file that the part becomes. */
    Path target() {
        return target;
    }

    /** The part itself. */
    Path path() {
        return part;
    }

    /** Leaves the part where it is when it is closed without being committed. */
    void keep(boolean on) {
        keep = on;
    }

    /** Whether it stays when it is closed without being committed. */
    boolean kept() {
        return keep;
    }

    long size() throws IOException {
        return channel.size();
    }

    /** Throws if the disk surely has no room for so many bytes beside those that are there. */
    void checkRoom(long bytes) throws ExportException {
        try {
            long room = Files.getFileStore(part).getUsableSpace();
            if (room < bytes - size()) {
                throw refused(String.format(
                        Locale.ROOT,
                        "There is no room beside the target to put the dump in order: it has %,d bytes, and %,d are left.",
                        bytes,
                        room));
            }
        } catch (IOException e) {
            throw failed("Asking for the room beside " + part + " failed", e);
        }
    }

    /** Cuts the part; what is written next comes behind its end. */
    void truncate(long length) throws IOException {
        channel.truncate(length);
        channel.position(length);
    }

    /** Writes at the current position; to be flushed, not closed. */
    OutputStream out() {
        return Channels.newOutputStream(channel);
    }

    /** Reads from the first byte; to be left open. Reading moves the position of {@link #out}. */
    InputStream in() throws IOException {
        return in(0);
    }

    /** The same from another byte on. */
    InputStream in(long from) throws IOException {
        channel.position(from);
        return Channels.newInputStream(channel);
    }

    /** Syncs the part, makes it the target in one step and syncs the folder. */
    void commit() throws ExportException {
        try {
            channel.force(true);
            if (overwrite) {
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            } else {
                moveOntoNothing();
            }
            committed = true;
            syncFolder();
        } catch (FileAlreadyExistsException e) {
            throw exists(target);
        } catch (IOException e) {
            throw failed("The dump is complete, but could not become " + target, e);
        }
    }

    // An atomic move replaces what is there; a hard link does not, so that a file that appeared meanwhile is kept.
    private void moveOntoNothing() throws IOException {
        try {
            Files.createLink(target, part);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            LOG.log(Level.FINE, "no hard links here, the part is moved", e);
            if (Files.exists(target)) throw new FileAlreadyExistsException(target.toString());
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        Files.delete(part);
    }

    // Without it the file may have lost its new name after a power failure (fsync(2)).
    private void syncFolder() throws IOException {
        Path folder = Objects.requireNonNull(target.getParent(), "an absolute file path has a parent");
        FileChannel open;
        try {
            open = FileChannel.open(folder, READ);
        } catch (IOException e) {
            LOG.log(Level.FINE, "this system opens no folders, so none is synced", e);
            return;
        }
        try (open) {
            open.force(true);
        }
    }

    /** Deletes the part unless it has become the target or is to be kept, and lets go of the lock. */
    @Override
    public void close() {
        try {
            if (!committed && !keep) Files.deleteIfExists(part);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Cannot delete " + part + ": " + reason(e) + "; delete it by hand.");
        }
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.FINE, "closing the part failed", e);
        }
    }

    /** A failed write, sync or move; an interrupt closes the channel and is told as what it is. */
    static ExportException failed(String what, IOException e) {
        if (e instanceof ClosedByInterruptException) return Deadline.interrupted();
        return refused(what + ": " + reason(e) + ".", e);
    }

    /** What went wrong, in words; the JDK's own text is often only the path. */
    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) return "permission denied";
        if (e instanceof NoSuchFileException) return "it does not exist";
        if (e instanceof FileSystemException f && f.getReason() != null) return f.getReason();
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static ExportException exists(Path path) {
        return refused(path + " exists: choose another name or allow it to be replaced (overwrite).");
    }

    private static ExportException inUse(Path part) {
        return refused(part + " is being written by another export: wait for it or choose another target.");
    }

    private static ExportException refused(String message) {
        return new ExportException(Reason.TARGET, message);
    }

    private static ExportException refused(String message, IOException cause) {
        return new ExportException(Reason.TARGET, message, cause);
    }
}
