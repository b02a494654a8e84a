/**
 * SHA-256 under domain separators, and the deterministic streams made from it.
 *
 * <p>Every hash in the system starts with a 32-byte tag ({@link pot.zk.hash.Domain}) that says what
 * it is for, so that a value hashed for one purpose is never valid for another:
 *
 * <pre>
 *   H_d(parts)            = SHA-256(tag_d || parts)
 *   stream(key) block i   = H_prf(key || i),              i = 0, 1, ... as 8 bytes little-endian
 *   deriveKey(key, l, c*) = H_seed(frame(key) || frame(l) || frame(c) for each c)
 *   frame(x)              = length of x as 8 bytes little-endian || x
 * </pre>
 *
 * <p>The digest is the JDK's. SHA-256: FIPS 180-4. Depends on nothing but {@code error} and the
 * modulus in {@code field}.
 */
package pot.zk.hash;
