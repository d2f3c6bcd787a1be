package io.github.d1jdbc.dump.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of this build, from its jar. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {tool(), "Java " + Runtime.version()};
    }

    /** For instance {@code d1dump 0.1.0}; {@code d1dump (unpackaged)} where it runs from class files. */
    static String tool() {
        String version = Version.class.getPackage().getImplementationVersion();
        return "d1dump " + (version == null ? "(unpackaged)" : version);
    }
}
