# SPDX-License-Identifier: MIT
# cmake -DFOLDER=... -DOUTPUT=... -P html_sources.cmake: writes the files of html/ into a header, so
# that the program needs none of them where it is installed. Names and bytes are as in the folder.
set(text "/* Made from html/ by html_sources.cmake. */\n")
foreach(name IN ITEMS report.xsl report.css report.js tiles.csv)
  file(READ ${FOLDER}/${name} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(REGEX REPLACE "[^a-z]" "_" symbol ${name})
  string(APPEND text "static const unsigned char ${symbol}[] = {${bytes}0};\n")
endforeach()
file(WRITE ${OUTPUT} "${text}")
