/* SPDX-License-Identifier: MIT */
/*
 * fuzz_spreadsheet.c - the bytes of a workbook, .xlsx or .ods, as somebody sends it: the zip file
 * and all that is in it.
 *
 * Input: the workbook.
 */
#include "book.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static fuzz_file file;
    fuzz_file_put(&file, data, size);
    fuzz_book_read(file.path);
    return 0;
}
