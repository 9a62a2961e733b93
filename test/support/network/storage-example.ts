/**
 * A key and a certificate for `storage.example` that is its own authority: a process that trusts it
 * by NODE_EXTRA_CA_CERTS can speak TLS with a server of the tests. Made with openssl; published
 * here, so it protects nothing.
 */
export const storageExample = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg/KpKUH7RyKWQ4D8f
4Z29sgEtBytxjMvK/bmpKEx1XR2hRANCAATafXmyGgZVkbN1qiaPrKxGAI6xj9Vh
dzAXziMlP/i9j5T1cEz5KwC9Z/E2ZzV/TycSitSsldmBS3ZZK0v9ILJX
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBxDCCAWmgAwIBAgIUbO5BEXJiFMF6w+ro9QnCz/wBAuowCgYIKoZIzj0EAwIw
KDEmMCQGA1UEAwwdU3Rvd2tleSB0ZXN0LCBzdG9yYWdlLmV4YW1wbGUwIBcNMjYx
MTIxMDQyMDQyWhgPMjEyNjEwMjgwNDIwNDJaMCgxJjAkBgNVBAMMHVN0b3drZXkg
dGVzdCwgc3RvcmFnZS5leGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
2n15shoGVZGzdaomj6ysRgCOsY/VYXcwF84jJT/4vY+U9XBM+SsAvWfxNmc1f08n
EorUrJXZgUt2WStL/SCyV6NvMG0wHQYDVR0OBBYEFMt/tD+V+dcQUP9N+nOt/rRY
OZM7MB8GA1UdIwQYMBaAFMt/tD+V+dcQUP9N+nOt/rRYOZM7MA8GA1UdEwEB/wQF
MAMBAf8wGgYDVR0RBBMwEYIPc3RvcmFnZS5leGFtcGxlMAoGCCqGSM49BAMCA0kA
MEYCIQCFKHCTPhRZh6JnYrvOe8DIeSwN7Mw2PqfHrEFZf7E1CgIhAIYErF228iSR
cXgdSIiqFNF7fjDLs2ikmdmYTBIpC5kP
-----END CERTIFICATE-----`,
} as const;
