package org.springframework.jdbc.datasource.init;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.support.EncodedResource;

/**
 * Lets a benchmark call the splitter of {@link ScriptUtils}, which Spring 7 keeps to its own package; its public
 * methods run every statement as well.
 */
@NullMarked
public final class SplitDoor {

    private SplitDoor() {}

    /** The statements of a script, split at semicolons, comments left out. */
    public static List<String> split(byte[] script) {
        List<String> statements = new ArrayList<>();
        ScriptUtils.splitSqlScript(
                new EncodedResource(new ByteArrayResource(script), StandardCharsets.UTF_8),
                new String(script, StandardCharsets.UTF_8),
                ScriptUtils.DEFAULT_STATEMENT_SEPARATOR,
                ScriptUtils.DEFAULT_COMMENT_PREFIXES,
                ScriptUtils.DEFAULT_BLOCK_COMMENT_START_DELIMITER,
                ScriptUtils.DEFAULT_BLOCK_COMMENT_END_DELIMITER,
                statements);
        return statements;
    }
}
