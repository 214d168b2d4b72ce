/* SPDX-License-Identifier: GPL-2.0-only */
/* What a voter is told. */
#ifndef VOTE_ANSWERS_H
#define VOTE_ANSWERS_H

#define ANSWER_VOTED	"a voté"
#define ANSWER_TWICE	"erreur, déjà voté"
#define ANSWER_CHOICE	"erreur, choix inconnu"
#define ANSWER_NAME	"erreur, nom refusé"
#define ANSWER_FULL	"erreur, urne pleine"
#define ANSWER_CUT	"erreur, vote incomplet"
#define ANSWER_LONG	"erreur, trop long"
#define ANSWER_SLOW	"erreur, trop lent"
#define ANSWER_BUSY	"erreur, trop de monde"

#endif
