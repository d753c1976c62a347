/* SPDX-License-Identifier: MIT */
#include "digest.h"

#include <errno.h>
#include <nettle/base64.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <string.h>

static const char *finish(bcf_arena *arena, struct sha256_ctx *state)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(state, sizeof digest, digest);
    char text[2 * SHA256_DIGEST_SIZE + 1];
    for (size_t i = 0; i < sizeof digest; i++) {
        text[2 * i] = digits[digest[i] >> 4];
        text[2 * i + 1] = digits[digest[i] & 0x0F];
    }
    text[2 * sizeof digest] = '\0';
    return bcf_arena_text(arena, text);
}

struct bcf_digester {
    struct sha256_ctx state;
};

bcf_digester *bcf_digester_new(bcf_arena *arena)
{
    bcf_digester *digester = BCF_NEW(arena, bcf_digester);
    sha256_init(&digester->state);
    return digester;
}

void bcf_digester_add(bcf_digester *digester, const char *bytes, size_t count)
{
    sha256_update(&digester->state, count, (const uint8_t *)bytes);
}

const char *bcf_digester_text(const bcf_digester *digester, bcf_arena *arena)
{
    struct sha256_ctx state = digester->state; /* reading a digest begins the state anew */
    return finish(arena, &state);
}

const char *bcf_digest_of(bcf_arena *arena, const char *bytes, size_t count)
{
    struct sha256_ctx state;
    sha256_init(&state);
    sha256_update(&state, count, (const uint8_t *)bytes);
    return finish(arena, &state);
}

bcf_code bcf_digest_of_file(const char **out, bcf_arena *arena, const char *path, bcf_error *err)
{
    bcf_place place = {.file = path};
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return bcf_refuse(err, BCF_REFUSED_FILE, place, "cannot be opened: %s", strerror(errno));
    }
    struct sha256_ctx state;
    sha256_init(&state);
    uint8_t bytes[16 * 1024];
    size_t count = fread(bytes, 1, sizeof bytes, file);
    for (; count > 0; count = fread(bytes, 1, sizeof bytes, file)) {
        sha256_update(&state, count, bytes);
    }
    bool has_failed = ferror(file) != 0;
    (void)fclose(file); /* it was only read */
    if (has_failed) {
        return bcf_refuse(err, BCF_REFUSED_FILE, place, "cannot be read");
    }
    *out = finish(arena, &state);
    return BCF_OK;
}

const char *bcf_digest_base_sixty_four(bcf_arena *arena, const char *bytes, size_t count)
{
    struct sha256_ctx state;
    sha256_init(&state);
    sha256_update(&state, count, (const uint8_t *)bytes);
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(&state, sizeof digest, digest);
    char text[BASE64_ENCODE_RAW_LENGTH(SHA256_DIGEST_SIZE) + 1];
    base64_encode_raw(text, sizeof digest, digest);
    text[sizeof text - 1] = '\0';
    return bcf_arena_text(arena, text);
}
