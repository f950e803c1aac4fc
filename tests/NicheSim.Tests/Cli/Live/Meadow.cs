namespace NicheSim.Tests.Cli.Live;

/// <summary>A niche for the pages: bone, a vessel, sleepers that a field wakes, and a treatment against it.</summary>
internal static class Meadow
{
    public const string Text =
        """
        {
          "format": 1, "about": "Sleepers are woken by warmth <of> the stoves & stay awake.", "claims": ["K1"],
          "time": { "durationDays": 2, "tickMinutes": 60, "recordEveryHours": 4 },
          "lattice": { "widthVoxels": 40, "heightVoxels": 30 },
          "tissue": { "bone": { "pattern": "slab", "thicknessUm": 60 }, "vessels": { "pattern": "grid", "type": "pipe", "spacingUm": 300, "diameterUm": 20 } },
          "fields": { "warm": { "diffusionUm2PerSecond": 40, "halfLifeMinutes": 20, "molecularWeightKDa": 17, "outOfPlaneLossPerMinute": 0 } },
          "labels": { "skin": {} },
          "cells": {
            "pipe": { "vessel": true },
            "stove": { "start": { "some": { "count": 30, "evidence": ["counted"] } }, "secrete": { "warm": { "moleculesPerSecond": 3, "evidence": ["assumed"] } } },
            "sleeper": {
              "initialState": "asleep", "start": { "all": { "count": 60 } }, "move": { "speedUmPerHour": 4, "persistenceHours": 4 },
              "states": { "asleep": { "become": { "awake": { "perDay": 0.02 } } }, "awake": { "divide": { "meanCycleHours": 20 }, "die": { "perDay": 0.1 } } }
            }
          },
          "rules": {
            "warmth-wakes": { "cell": "sleeper", "state": "asleep", "signal": "field:warm", "through": "skin", "increases": "become:awake", "toPerDay": 2, "halfMaximumPicomolar": 60, "hill": 2, "evidence": ["assumed"] },
            "crowd-holds": { "cell": "sleeper", "state": "asleep", "signal": "crowding", "decreases": "become:awake", "toPerDay": 0, "halfMaximum": 0.5 }
          },
          "treatments": { "ice": { "about": "cools", "efficacy": 0, "blocks": { "field:warm": true } } },
          "readouts": { "awake-share": { "kind": "share", "types": ["sleeper"], "state": "awake", "of": ["sleeper"] } }
        }
        """;
}
