#!/usr/bin/env bash
# Makes the throw-away certificates of these tests anew. Nobody trusts them; they end in a hundred years, but for expired.pem.
set -euo pipefail
cd "$(dirname "$0")"
days=36500

# key NAME: a private key; curves are quicker than RSA.
key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key" 2>/dev/null; }

# signed NAME SUBJECT EXTENSIONS [CA]: a certificate by the authority.
signed() {
    key "$1"
    openssl req -new -key "$1.key" -subj "$2" -out request.csr
    openssl x509 -req -in request.csr -CA "${4:-authority}.pem" -CAkey "${4:-authority}.key" -set_serial 0x$(openssl rand -hex 8) \
        -days $days -extfile <(printf '%b' "$3") -out "$1.pem" 2>/dev/null
    rm request.csr
}

for name in authority stranger; do
    key $name
    openssl req -x509 -new -key $name.key -subj "/CN=Test $name" -days $days -out $name.pem \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign
done
names='subjectAltName=DNS:localhost,IP:127.0.0.1'
signed server '/CN=first' "$names\nextendedKeyUsage=serverAuth"
signed renewed '/CN=second' "$names\nextendedKeyUsage=serverAuth"
signed client '/O=Shop/CN=billing' 'subjectAltName=DNS:billing.internal,email:billing@example.com,URI:spiffe://shop/billing\nextendedKeyUsage=clientAuth'
signed intruder '/CN=billing' 'extendedKeyUsage=clientAuth' stranger
openssl pkey -in server.key -aes128 -passout pass:secret -out encrypted.key
openssl req -new -key server.key -subj '/CN=old' -out request.csr
openssl x509 -req -in request.csr -CA authority.pem -CAkey authority.key -set_serial 1 -days -1 -out expired.pem 2>/dev/null
rm request.csr
