"""What crates link a program of Rust to, and what they look for when it runs.

A crate that wraps a library is named `…-sys` by convention
(https://doc.rust-lang.org/cargo/reference/build-scripts.html#-sys-packages). What each does is said
in its own build script; the packages' names are those of Debian 11 to 13.
"""

from __future__ import annotations

from collections.abc import Mapping

#: They compile their library into the program, or wrap what every system has, or another system's.
ALONE = frozenset(
    "aws-lc-sys aws-lc-fips-sys linux-raw-sys js-sys web-sys windows-sys core-foundation-sys"
    " security-framework-sys fsevent-sys kqueue-sys inotify-sys objc-sys objc2-sys io-kit-sys"
    " system-configuration-sys ndk-sys jni-sys android_log-sys tikv-jemalloc-sys jemalloc-sys"
    " libmimalloc-sys zstd-sys lz4-sys secp256k1-sys librocksdb-sys brotli-sys"
    # in Debian's smallest image their libraries are there, and nowhere else they are dynamic
    " libz-sys bzip2-sys lzma-sys".split()
)
#: What says that a library is compiled into the program: a dependency of the crate that links it.
BUNDLED: Mapping[str, str] = {"openssl-sys": "openssl-src", "libsqlite3-sys": "cc"}
#: The packages of the libraries that crates link otherwise, by the release; "" is any.
LIBRARIES: Mapping[str, Mapping[str, str]] = {
    "openssl-sys": {"bullseye": "libssl1.1", "bookworm": "libssl3", "trixie": "libssl3t64"},
    "libsqlite3-sys": {"": "libsqlite3-0"},
    "pq-sys": {"": "libpq5"},
}
#: They read the certificates of the system.
CERTIFICATES = frozenset(
    "openssl-sys openssl-probe native-tls rustls-native-certs rustls-platform-verifier".split()
)
#: They read the system's time zones.
TIME_ZONES = frozenset(("jiff", "tz-rs", "tzfile"))
