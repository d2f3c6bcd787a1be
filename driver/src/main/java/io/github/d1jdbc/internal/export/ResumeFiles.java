package io.github.d1jdbc.internal.export;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.d1jdbc.internal.RestClient.ExportFilter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What a later process needs to go on with a part: {@code .part.json} says what the part is of and holds no secret,
 * {@code .part.url} holds the signed URL, is readable by its owner only and gone when it is of no more use
 * (rulings-dump 5). The part's lock guards them too. One thread at a time.
 */
final class ResumeFiles {
    private static final Logger LOG = Logger.getLogger("io.github.d1jdbc");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int VERSION = 1;

    /** The content of {@code .part.json}. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record State(
            int version,
            String databaseId,
            @Nullable String bookmark,
            @Nullable String etag,
            long total,
            @Nullable List<String> tables,
            boolean noData,
            boolean noSchema) {

        @Nullable
        Identity identity() {
            return etag == null ? null : new Identity(etag, total);
        }

        boolean isOf(String database, ExportFilter filter) {
            return version == VERSION
                    && etag != null
                    && total > 0
                    && databaseId.equals(database)
                    && noData == filter.noData()
                    && noSchema == filter.noSchema()
                    && filter.tables().equals(tables);
        }
    }

    private final Path state;
    private final Path url;
    private final PartFile part;
    private final String databaseId;
    private final Supplier<@Nullable String> bookmark;
    private ExportFilter filter = new ExportFilter(List.of(), false, false);

    ResumeFiles(PartFile part, String databaseId, Supplier<@Nullable String> bookmark) {
        this.part = part;
        this.databaseId = databaseId;
        this.bookmark = bookmark;
        this.state = part.path().resolveSibling(part.path().getFileName() + ".json");
        this.url = part.path().resolveSibling(part.path().getFileName() + ".url");
    }

    /** What an earlier run left, or null where nothing can be made of it. */
    @Nullable
    State load() {
        if (!Files.isRegularFile(state)) return null;
        try {
            State read = JSON.readValue(state.toFile(), State.class);
            return read.databaseId() == null ? null : read;
        } catch (IOException e) {
            LOG.log(Level.FINE, "the state of the part cannot be read, it is downloaded anew", e);
            return null;
        }
    }

    /** What the export asks for; a part of other options cannot be gone on with. */
    void filter(ExportFilter what) {
        filter = what;
    }

    /** The part holds the beginning of this object from now on, and is worth keeping if it can be asked for by ETag. */
    void begun(Identity object) throws ExportException {
        part.keep(object.etag() != null);
        State now = new State(
                VERSION,
                databaseId,
                bookmark.get(),
                object.etag(),
                object.total(),
                filter.tables(),
                filter.noData(),
                filter.noSchema());
        try {
            write(state, JSON.writeValueAsBytes(now));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings and numbers is no JSON", e);
        } catch (IOException e) {
            throw PartFile.failed("Writing to " + state + " failed", e);
        }
    }

    /** The URL that an earlier run had, or null. */
    @Nullable
    String url() {
        try {
            return Files.isRegularFile(url, LinkOption.NOFOLLOW_LINKS)
                    ? Files.readString(url).strip()
                    : null;
        } catch (IOException e) {
            LOG.log(Level.FINE, "the URL of the part cannot be read, a new one is asked for", e);
            return null;
        }
    }

    /** Keeps a URL; D1 says "complete" only once, so that it could not be asked for again. */
    void url(String signed) throws ExportException {
        try {
            write(url, signed.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw PartFile.failed("Writing to " + url + " failed", e);
        }
    }

    void forgetUrl() {
        delete(url);
    }

    /** Both files are of no more use. */
    void delete() {
        delete(url);
        delete(state);
    }

    // Not through a channel: an interrupted thread must still be able to leave its state behind.
    private static void write(Path file, byte[] bytes) throws IOException {
        if (Files.isSymbolicLink(file)) Files.delete(file);
        try {
            Files.createFile(file, PartFile.ownerOnly(file));
        } catch (FileAlreadyExistsException e) {
            LOG.log(Level.FINEST, "written over", e);
        }
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            out.write(bytes);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Cannot delete " + file + ": " + PartFile.reason(e) + "; delete it by hand.");
        }
    }
}
