// An OpenID Connect provider made of oidc-provider, behind TLS.
//
// Arguments: certificate file, key file, the client's public key file, its client
// id, the scope that it may ask for. It prints the port that it listens on, on
// 127.0.0.1, as its first line. oidc-provider alone decides what is accepted, by
// this process's own clock.

import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';

import Provider from 'oidc-provider';

const [certificate, key, clientKey, clientID, scope] = process.argv.slice(2);
const jwk = createPublicKey(readFileSync(clientKey)).export({ format: 'jwk' });

const client = {
  client_id: clientID,
  token_endpoint_auth_method: 'private_key_jwt',
  jwks: { keys: [{ ...jwk, use: 'sig' }] },
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
  scope,
};

const server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) });
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const provider = new Provider(`https://127.0.0.1:${port}`, {
    clients: [client],
    clientAuthMethods: ['private_key_jwt'],
    enabledJWA: { clientAuthSigningAlgValues: ['RS256', 'PS256', 'ES256', 'EdDSA'] },
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
    scopes: [scope],
  });
  provider.on('server_error', (_, error) => console.error(error));
  provider.on('grant.error', (_, error) => console.error(error.error_detail ?? error));
  server.on('request', provider.callback());
  console.log(port);
});
