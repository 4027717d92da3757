#ifndef INKLING_EMBEDDED_MODEL_H
#define INKLING_EMBEDDED_MODEL_H

#include <stddef.h>

/// The bytes of model.safetensors, which are part of the program. Nothing reads them until somebody asks.
const unsigned char *inkling_embedded_model(void);
/// How many they are.
size_t inkling_embedded_model_size(void);

/// The bytes of detector.safetensors, the same way.
const unsigned char *inkling_embedded_detector(void);
/// How many they are.
size_t inkling_embedded_detector_size(void);

#endif
