package dev.rota;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlaceholderTest {
    @Test
    void theClassPathIsTheRealOne() {
        assertThat(System.getProperty("java.class.path")).contains("test-classes");
    }
}
