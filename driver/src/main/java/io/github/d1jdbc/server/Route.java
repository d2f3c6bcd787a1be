package io.github.d1jdbc.server;

/** The routes of the embedded D1, as faults and the request log name them. */
public enum Route {
    /** Every route. */
    ANY,
    /** GET of the databases. */
    LIST,
    /** GET of one database. */
    GET,
    /** POST of a new database. */
    CREATE,
    /** DELETE of a database. */
    DELETE,
    /** POST of statements whose rows come as objects. */
    QUERY,
    /** POST of statements whose rows come as arrays. */
    RAW,
    /** Start or poll of an export. */
    EXPORT,
    /** Every action of an import. */
    IMPORT,
    /** GET of the bookmark. */
    BOOKMARK,
    /** POST of a Time Travel restore. */
    RESTORE,
    /** The signed GET of a dump. */
    DOWNLOAD,
    /** The signed PUT of a file to import. */
    UPLOAD
}
