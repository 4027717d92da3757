#include "EmbeddedModel.h"

// #embed is C23; clang has it in every C, and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char bytes[] = {
#embed "model.safetensors"
};

const unsigned char *inkling_embedded_model(void) { return bytes; }
size_t inkling_embedded_model_size(void) { return sizeof bytes; }
