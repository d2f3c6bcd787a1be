package io.github.d1jdbc;

abstract non-sealed class JdbcConnection implements D1Connection {}
