/**
 * Made with the OpenSSL 3.0 command line, not with this library: `openssl pkeyutl -sign -rawin` for Ed25519 and
 * `openssl dgst -sha256 -sign` for P-256 (its DER signature re-written as r and s, RFC 7518, 3.4), each over the JWS
 * signing input. The protected headers have spaces and an order of members that this library does not write.
 */
export const opensslKeys = [
  {
    crv: 'Ed25519',
    kty: 'OKP',
    x: 'LTFwp72OrsDmHM2tLGqjz8-urVhD-DzvH5lR8fgzAbM',
    kid: 'JmVTTWNg954jQr9eZ2T8rvMvuv6itqwqSlCY_kJLH9o',
  },
  {
    crv: 'P-256',
    kty: 'EC',
    x: 'rVjf5lXZ6T7cNlorK3qbja9a9PvA3uo4HkLq21-JCKI',
    y: 'xs3brbAzNuOiH735iOtvwVNzH4hNSNjdEfPH7NYvw9w',
    kid: 'WWZSIn9zX4Hrca04VkKhel6GR0f6SmxE4xVgs8IT65I',
  },
] as const;

export const opensslEnvelope = {
  payload: 'eyJub3RlIjoic2lnbmVkIGJ5IG9wZW5zc2wifQ',
  signatures: [
    {
      protected:
        'eyAidHlwIjogImFwcGxpY2F0aW9uL2hlcmN1bGVzLWNvbnRyYWN0K2pzb24iLCAiYWxnIjogIkVkRFNBIiwgImlhdCI6IDE3OTUxNjE2MDAsICJraWQiOiAiSm1WVFRXTmc5NTRqUXI5ZVoyVDhydk12dXY2aXRxd3FTbENZX2tKTEg5byIgfQ',
      signature:
        'F1eebSE0TaSJmNbeExa3zXbmwPrImBmi4zXeQ7FTIc26-1My_-AJGrUCFjS3L4csvVEL5TQkJy6GpbX40fbpCg',
    },
    {
      protected:
        'eyAidHlwIjogImFwcGxpY2F0aW9uL2hlcmN1bGVzLWNvbnRyYWN0K2pzb24iLCAiYWxnIjogIkVTMjU2IiwgImlhdCI6IDE3OTUxNjE2MDAsICJraWQiOiAiV1daU0luOXpYNEhyY2EwNFZrS2hlbDZHUjBmNlNteEU0eFZnczhJVDY1SSIgfQ',
      signature:
        'JpIOcSbf34A3a5zbAEr7tIjtHcf-GttAEU65OsvEjNUWxEZs7hB__FXvk81F1mPcHNceboM_Ea8XWS0HBOC1TA',
    },
  ],
} as const;
