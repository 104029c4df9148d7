#!/bin/sh
# Makes the files of this folder anew, with OpenSSL 3.0 and a JDK 17's keytool and
# jshell. All are TEST KEYS: made for these tests, registered nowhere. The
# passphrase of each that has one is "open sesame", as TestRealFiles knows.
set -eu
W='open sesame'
S='-subj /CN=test.key.example/O=TESTKEY'
openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out private.key
openssl req -x509 -key private.key $S -days 365 -out certificate_pub.crt
openssl req -new -key private.key $S -out request.csr
openssl req -new -key private.key $S -outform DER -out request.der
openssl x509 -in certificate_pub.crt -outform DER -out certificate.cer
openssl crl2pkcs7 -nocrl -certfile certificate_pub.crt -out bundle.p7b
openssl crl2pkcs7 -nocrl -certfile certificate_pub.crt -outform DER -out bundle.p7c
openssl rsa -in private.key -traditional -aes256 -passout pass:"$W" -out pkcs1-aes256.pem 2>/dev/null
openssl rsa -in private.key -traditional -des3 -passout pass:"$W" -out pkcs1-des3.pem 2>/dev/null
openssl pkcs8 -topk8 -in private.key -passout pass:"$W" -out pkcs8.pem
openssl pkcs8 -topk8 -in private.key -passout pass:"$W" -outform DER -out pkcs8.der
openssl pkcs8 -topk8 -in private.key -passout pass:"$W" -v2 aes-128-cbc -v2prf hmacWithSHA1 -out pkcs8-aes128-sha1.pem
openssl pkcs8 -topk8 -in private.key -passout pass:"$W" -v2 aes-192-cbc -v2prf hmacWithSHA512 -out pkcs8-aes192-sha512.pem
openssl pkcs8 -topk8 -in private.key -passout pass:"$W" -v2 des3 -out pkcs8-des3.pem
openssl pkcs8 -topk8 -in private.key -passout pass:"$W" -scrypt -out pkcs8-scrypt.pem
openssl pkcs8 -topk8 -in private.key -passout pass:"$W" -provider legacy -provider default -v1 PBE-MD5-DES -out pkcs8-md5-des.pem
openssl pkcs8 -topk8 -in private.key -passout pass:"$W" -v1 PBE-SHA1-3DES -outform DER -out pkcs8-sha1-des3.der
openssl pkcs12 -export -inkey private.key -in certificate_pub.crt -passout pass:"$W" -out store.p12
openssl pkcs12 -export -legacy -inkey private.key -in certificate_pub.crt -passout pass:"$W" -out store-legacy.pfx
openssl pkcs12 -export -inkey private.key -in certificate_pub.crt -passout pass: -out store-no-passphrase.p12
openssl pkcs12 -export -nokeys -in certificate_pub.crt -passout pass:"$W" -out store-no-key.p12
for kind in PKCS12 JKS JCEKS; do
    keytool -importkeystore -noprompt -srckeystore store.p12 -srcstorepass "$W" -destkeystore keytool.$kind -deststoretype $kind -deststorepass "$W" -destkeypass "$W" 2>/dev/null
done
keytool -importkeystore -noprompt -srckeystore store.p12 -srcstorepass "$W" -srcalias 1 -destkeystore own-passphrase.JKS -deststoretype JKS -deststorepass "$W" -destkeypass "another one" 2>/dev/null
cp keytool.JKS two-keys.JKS
keytool -importkeystore -noprompt -srckeystore store.p12 -srcstorepass "$W" -srcalias 1 -destalias 2 -destkeystore two-keys.JKS -deststoretype JKS -deststorepass "$W" -destkeypass "$W" 2>/dev/null
keytool -importcert -noprompt -file certificate_pub.crt -alias ca -keystore trust.JKS -storetype JKS -storepass "$W" 2>/dev/null
for curve in P-256 P-384 P-521; do
    openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:$curve -aes256 -pass pass:"$W" -out ec-$curve.pem
done
openssl ec -in ec-P-256.pem -passin pass:"$W" -aes128 -passout pass:"$W" -out ec-sec1.pem 2>/dev/null
openssl genpkey -quiet -algorithm ED25519 -aes256 -pass pass:"$W" -out ed25519.pem
openssl genpkey -quiet -algorithm X25519 -out x25519.pem
openssl genpkey -quiet -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out rsa-pss.pem
cp private.key openssh.pem && chmod 600 openssh.pem && ssh-keygen -q -p -N '' -f openssh.pem >/dev/null
python3 -c "import zipfile
with zipfile.ZipFile('config.zip','w',zipfile.ZIP_DEFLATED) as z:
    z.write('certificate_pub.crt'); z.write('private.key')"
jshell -s - <<'JAVA'
import javax.crypto.*; import javax.crypto.spec.*; import java.nio.file.*; import java.security.*;
var pem = Files.readString(Path.of("private.key")).replaceAll("-----[A-Z ]+-----|\\s", "");
var der = java.util.Base64.getDecoder().decode(pem);
var name = "PBEWithHmacSHA256AndAES_256";
var cipher = Cipher.getInstance(name);
cipher.init(Cipher.ENCRYPT_MODE, SecretKeyFactory.getInstance(name).generateSecret(new PBEKeySpec("open sesame".toCharArray())), new PBEParameterSpec(SecureRandom.getSeed(16), 10000));
var sealed = cipher.doFinal(der);
var params = cipher.getParameters().getEncoded(); // PBES2-params
byte[] seq(int tag, byte[]... parts) { var body = new java.io.ByteArrayOutputStream(); for (var part : parts) body.writeBytes(part); var out = new java.io.ByteArrayOutputStream(); out.write(tag); if (body.size() > 255) { out.write(0x82); out.write(body.size() >> 8); } else if (body.size() > 127) { out.write(0x81); } out.write(body.size()); out.writeBytes(body.toByteArray()); return out.toByteArray(); }
var pbes2 = new byte[] {6, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 5, 0x0D};
Files.write(Path.of("pkcs8-java.der"), seq(0x30, seq(0x30, pbes2, params), seq(4, sealed)));
JAVA
chmod 644 ./*
