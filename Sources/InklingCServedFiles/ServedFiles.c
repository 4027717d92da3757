#include "ServedFiles.h"

// #embed is C23; clang has it in every C, and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char openapi_json[] = {
#embed "../InklingServing/OpenAPI/openapi.json"
};

static const struct inkling_served_file files[] = {
    {"/openapi.json", "application/json", openapi_json, sizeof openapi_json},
};

size_t inkling_served_file_count(void) { return sizeof files / sizeof files[0]; }
struct inkling_served_file inkling_served_file_at(size_t number) { return files[number]; }
