// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Mailbox Setup contributors
//
// A real OpenID provider for the laboratory: any user name signs in, and is the mail address.
// Usage: node provider.mjs MODULES ISSUER ADDRESS KEY CERTIFICATE ACCESS_SECONDS

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { pathToFileURL } from 'node:url';

const [modules, issuer, address, key, certificate, lifetime] = process.argv.slice(2);
const require = createRequire(modules + '/');
const { default: Provider } = await import(pathToFileURL(require.resolve('oidc-provider')).href);

const scopes = ['openid', 'email', 'offline_access', 'urn:ietf:params:oauth:scope:mail'];
const device = 'urn:ietf:params:oauth:grant-type:device_code';

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'lab-client',
      application_type: 'native',
      redirect_uris: ['http://127.0.0.1/', 'http://localhost/'],
      grant_types: ['authorization_code', 'refresh_token', device],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    },
    {
      client_id: 'dovecot',
      client_secret: 'introspection',
      redirect_uris: [],
      grant_types: [],
      response_types: [],
    },
  ],
  scopes,
  claims: { email: ['email'] },
  conformIdTokenClaims: false,
  cookies: { keys: ['lab'] },
  pkce: { methods: ['S256'], required: () => true },
  rotateRefreshToken: true,
  issueRefreshToken: async () => true,
  ttl: { AccessToken: Number(lifetime) },
  features: {
    devInteractions: { enabled: true },
    deviceFlow: { enabled: true },
    introspection: { enabled: true, allowedPolicy: async () => true },
    registration: { enabled: true },
    revocation: { enabled: true },
  },
  findAccount: async (ctx, id) => ({
    accountId: id,
    claims: async () => ({ sub: id, email: id }),
  }),
});
provider.on('server_error', (ctx, error) => console.error(error));

createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, provider.callback())
  .listen(443, address, () => console.log('ready'));
