package io.github.d1jdbc.dump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionNamesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Allow more (maxBlocked) or try later.|Allow more (--max-blocked) or try later.",
                "raise the bound (maxRowsRead) or leave it|raise the bound (--max-rows-read) or leave it",
                "allow it to be replaced (overwrite).|allow it to be replaced (--overwrite).",
                "allow more time (deadline) or try later.|allow more time (--deadline) or try later.",
                "lockWait must not be negative|--lock-wait must not be negative",
                "leave out either withDependents or noPreflight.|leave out either --with-dependents or --no-preflight.",
                "Ask for them by withDependents.|Ask for them by --with-dependents."
            })
    void theLibrarysOptionsAreNamedAsFlags(String library, String commandLine) {
        assertThat(OptionNames.asFlags(library)).isEqualTo(commandLine);
    }

    @Test
    void aTableOfSuchANameKeepsIt() {
        String message = "There is no table maxBlocked in database overwrite.";
        assertThat(OptionNames.asFlags(message)).isEqualTo(message);
    }
}
