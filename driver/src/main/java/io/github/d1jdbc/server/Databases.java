package io.github.d1jdbc.server;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The databases of an embedded D1 in the order in which they were created. Thread-safe. */
final class Databases {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");

    private final Path folder;
    private final D1Server.Options options;
    private final Map<String, Database> byId = new LinkedHashMap<>();

    Databases(Path folder, D1Server.Options options) {
        this.folder = folder;
        this.options = options;
    }

    /** Creates a database; in a file that stays if one is given. */
    synchronized Database create(String name, @Nullable Path file) throws ApiException, IOException {
        if (!NAME.matcher(name).matches()) throw ApiException.malformed("invalid database name");
        if (byName(name) != null) throw new ApiException(400, 7502, "A database with that name already exists");
        String uuid = UUID.randomUUID().toString();
        try {
            Database database = file == null
                    ? Database.inMemory(uuid, name, folder, options)
                    : Database.inFile(uuid, name, file, options);
            byId.put(uuid, database);
            return database;
        } catch (SQLException e) {
            throw new IOException((file == null ? name : file) + " could not be opened as a SQLite database", e);
        }
    }

    synchronized List<Database> all() {
        return new ArrayList<>(byId.values());
    }

    synchronized @Nullable Database byId(String uuid) {
        return byId.get(uuid);
    }

    synchronized @Nullable Database byName(String name) {
        return byId.values().stream()
                .filter(d -> d.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    synchronized void delete(Database database) throws IOException {
        byId.remove(database.uuid());
        database.close();
    }
}
