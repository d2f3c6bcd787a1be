package io.github.d1jdbc.dump.cli;

/** How this program was started, so that the commands it suggests can be copied. */
final class Invocation {

    private Invocation() {}

    /** {@code java -jar path/d1dump.jar} where it was started so, else {@code d1dump}. */
    static String command() {
        // Kept by HotSpot: the jar or main class, then the arguments.
        String command = System.getProperty("sun.java.command", "");
        int end = command.indexOf(".jar");
        return end < 0 || command.substring(0, end).contains(" ")
                ? "d1dump"
                : "java -jar " + command.substring(0, end + ".jar".length());
    }
}
