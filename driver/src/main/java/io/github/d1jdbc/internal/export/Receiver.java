package io.github.d1jdbc.internal.export;

/** What a download is poured into. One thread at a time. */
interface Receiver {

    /** How many bytes of the object it has. */
    long position();

    /** Whether it can begin again from nothing. */
    boolean restartable();

    /** Forgets everything and begins again. */
    void restart() throws ExportException;

    /** Is told which object comes, before its first byte. */
    void identify(Identity identity) throws ExportException;

    void take(byte[] bytes, int offset, int length) throws ExportException;
}
