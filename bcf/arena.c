/* SPDX-License-Identifier: MIT */
#include "arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pages.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ONE_MALLOC_EACH 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define ONE_MALLOC_EACH 1
#endif

/* Many arenas live for one paragraph: the first block is small, each further one twice as large. */
#ifdef ONE_MALLOC_EACH
#define FIRST_BLOCK_BYTES ((size_t)1)
#define BLOCK_BYTES ((size_t)1)
#else
#define FIRST_BLOCK_BYTES ((size_t)2 * 1024)
#define BLOCK_BYTES ((size_t)64 * 1024)
#endif

/* What most texts that are printed fit into. */
#define TEXT_BYTES 256

typedef struct block {
    struct block *next;
    size_t used;
    size_t size;
    max_align_t bytes[];
} block;

typedef struct deferred {
    struct deferred *next;
    void (*release)(void *thing);
    void *thing;
} deferred;

struct bcf_arena {
    block *blocks;      /* the one in use first */
    size_t block_bytes; /* of the next block */
    deferred *deferred;
    const void *left; /* NULL: nothing */
};

bcf_arena *bcf_arena_new(void)
{
    bcf_arena *arena = calloc(1, sizeof *arena);
    if (arena == NULL) {
        bcf_out_of_memory();
    }
    arena->block_bytes = FIRST_BLOCK_BYTES;
    return arena;
}

void bcf_arena_free(bcf_arena *arena)
{
    if (arena == NULL) {
        return;
    }
    for (const deferred *next = arena->deferred; next != NULL; next = next->next) {
        next->release(next->thing);
    }
    while (arena->blocks != NULL) {
        block *next = arena->blocks->next;
        free(arena->blocks);
        arena->blocks = next;
    }
    free(arena);
}

/* A thing so large gets a block of its own. */
static bool has_own_block(size_t bytes)
{
    return bytes > BLOCK_BYTES / 4;
}

/* A block before `next`. One for many things is not zeroed: whoever takes of it does that, and a
 * text needs none. */
static block *new_block(size_t size, bool is_zeroed, block *next)
{
    if (size > SIZE_MAX - sizeof(block)) {
        bcf_out_of_memory();
    }
    size_t bytes = sizeof(block) + size;
    block *added = is_zeroed ? bcf_pages_new_zeroed(bytes) : bcf_pages_new(bytes);
    added->next = next;
    added->used = 0;
    added->size = size;
    return added;
}

/* A block of its own lies behind the one in use, which stays open for small things. */
static block *add_block(bcf_arena *arena, size_t bytes, bool is_zeroed)
{
    bool is_own = has_own_block(bytes);
    if (is_own && arena->blocks != NULL) {
        arena->blocks->next = new_block(bytes, is_zeroed, arena->blocks->next);
        return arena->blocks->next;
    }
    while (!is_own && arena->block_bytes < 4 * bytes) {
        arena->block_bytes *= 2;
    }
    arena->blocks =
        new_block(is_own ? bytes : arena->block_bytes, is_own && is_zeroed, arena->blocks);
    if (arena->block_bytes < BLOCK_BYTES) {
        arena->block_bytes *= 2;
    }
    return arena->blocks;
}

static void *take(bcf_arena *arena, size_t bytes, bool is_zeroed)
{
    size_t align = sizeof(max_align_t);
    if (bytes > SIZE_MAX - align) {
        bcf_out_of_memory();
    }
    bytes = bytes == 0 ? align : (bytes + align - 1) / align * align;
    block *from = arena->blocks;
    if (from != NULL) {
        /* a packed text may have left it between two places */
        from->used = (from->used + align - 1) / align * align;
    }
    if (from == NULL || from->used > from->size || from->size - from->used < bytes) {
        from = add_block(arena, bytes, is_zeroed);
        is_zeroed = is_zeroed && !has_own_block(bytes); /* otherwise it is already */
    }
    void *taken = (char *)from->bytes + from->used;
    from->used += bytes;
    if (is_zeroed) {
        memset(taken, 0, bytes);
    }
    return taken;
}

static size_t bytes_of(size_t count, size_t size)
{
    size_t bytes = 0;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        bcf_out_of_memory();
    }
    return bytes;
}

void *bcf_arena_alloc(bcf_arena *arena, size_t count, size_t size)
{
    return take(arena, bytes_of(count, size), true);
}

void *bcf_arena_grow(bcf_arena *arena, const void *items, size_t count, size_t room, size_t size)
{
    BCF_ASSERT(room >= count);
    size_t bytes = bytes_of(room, size);
    char *grown = take(arena, bytes, false);
    size_t kept = count * size;
    if (kept > 0) {
        memcpy(grown, items, kept);
    }
    memset(grown + kept, 0, bytes - kept);
    return grown;
}

/* Texts need no alignment: they are packed, so that a million short codes stay small. */
static char *take_text(bcf_arena *arena, size_t bytes)
{
    block *from = arena->blocks;
    if (BLOCK_BYTES > 1 && from != NULL && from->used <= from->size
        && from->size - from->used >= bytes) {
        char *taken = (char *)from->bytes + from->used;
        from->used += bytes;
        return taken;
    }
    return take(arena, bytes, false);
}

const char *bcf_arena_text_part(bcf_arena *arena, const char *text, size_t length)
{
    if (length == SIZE_MAX) {
        bcf_out_of_memory();
    }
    char *copy = take_text(arena, length + 1);
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

const char *bcf_arena_text(bcf_arena *arena, const char *text)
{
    return bcf_arena_text_part(arena, text, strlen(text));
}

const char *bcf_arena_vprint(bcf_arena *arena, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    char tried[TEXT_BYTES]; /* most texts are short: they are printed once */
    int length = vsnprintf(tried, sizeof tried, format, arguments);
    BCF_ASSERT(length >= 0);
    char *text = take_text(arena, (size_t)length + 1);
    if ((size_t)length < sizeof tried) {
        memcpy(text, tried, (size_t)length + 1);
    } else {
        vsnprintf(text, (size_t)length + 1, format, again);
    }
    va_end(again);
    return text;
}

const char *bcf_arena_print(bcf_arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *text = bcf_arena_vprint(arena, format, arguments);
    va_end(arguments);
    return text;
}

void bcf_arena_defer(bcf_arena *arena, void (*release)(void *thing), void *thing)
{
    deferred *added = take(arena, sizeof *added, false);
    *added = (deferred){.next = arena->deferred, .release = release, .thing = thing};
    arena->deferred = added;
}

void bcf_arena_leave(bcf_arena *arena, const void *thing)
{
    arena->left = thing;
}

const void *bcf_arena_left(const bcf_arena *arena)
{
    return arena->left;
}
