#include "EmbeddedModel.h"

// #embed is C23; clang has it in every C, and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char model[] = {
#embed "model.safetensors"
};

static const unsigned char detector[] = {
#embed "detector.safetensors"
};

const unsigned char *inkling_embedded_model(void) { return model; }
size_t inkling_embedded_model_size(void) { return sizeof model; }

const unsigned char *inkling_embedded_detector(void) { return detector; }
size_t inkling_embedded_detector_size(void) { return sizeof detector; }
