package io.github.d1jdbc.dump.verify;

/** How closely a dump is compared with a database. */
public enum Level {
    /** The schema, and how many rows each table has. */
    COUNTS,
    /** Also how many bytes the texts and blobs of each table have. */
    SUMS,
    /** Every value, by the {@link ContentHash} of each table. */
    HASH
}
