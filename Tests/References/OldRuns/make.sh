#!/bin/sh
# How these runs were made, by the last program whose run folders kept the recipe's values twice (commit f84c643):
#
#     cp small.yaml mixed.yaml space.yaml EMPTY_FOLDER; cd EMPTY_FOLDER; sh make.sh PATH_OF_INKLING
#
# Their copies in "folders" lack what a resumed run makes anew. The last loop prints what OldRunTests expects.
set -e
inkling=$1
small="--dataset strokes --model small.yaml --set data.images_per_class=8 --epochs 2 --batch-size 16"
$inkling train $small --learning-rate 0.05 --momentum 0.8 --seed 5 --no-shuffle --checkpoint-every 2 --threads 1 \
  --name classic
$inkling train --recipe mixed.yaml --threads 2 --name recipe
$inkling train $small --threads 1 --folds 2 --name fold
$inkling train --dataset strokes-large --set data.images_per_class=8 --set "data.classes=[1,2,3]" --from classic \
  --replace-head --freeze "conv1.*" --set "fine_tuning.unfreeze_at=[{epoch: 2, patterns: [conv1]}]" --epochs 2 \
  --batch-size 8 --threads 1 --name fine-tuning
$inkling tune space.yaml --threads 1 --name tune
for run in classic recipe fold-fold-1 fine-tuning tune/trials/trial-0; do
  $inkling train --resume runs/$run --epochs 4 --threads 1 --json
done
