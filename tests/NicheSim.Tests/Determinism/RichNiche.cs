using NicheSim.Tests.Engine;

namespace NicheSim.Tests.Determinism;

/// <summary>A small niche in which everything happens at once.</summary>
internal static class RichNiche
{
    public static string Text(long seed = 7, string rules = "", string cells = "") => Niche.Text(
        cells + """
        'endothelium': { 'vessel': true, 'exchange': { 'F': { 'perMinute': 1 } }, 'sprout': { 'perDay': 0.05 }, 'die': { 'perDay': 0.01 }, 'capture': { 'strength': 0.8 } },
        'stroma': { 'start': { 'x': { 'share': 0.05 } }, 'move': { 'speedUmPerHour': 12, 'persistenceHours': 1 }, 'follow': { 'F': { 'strength': 0.7 } },
          'secrete': { 'F': { 'moleculesPerSecond': 4 } }, 'takeUp': { 'G': { 'maximumMoleculesPerSecond': 3, 'halfMaximumPicomolar': 2 } }, 'recruit': { 'precursor': { 'perDay': 0.2 } },
          'attributes': { 'level': { 'start': { 'beta': { 'a': 2, 'b': 3 } }, 'scales': ['secrete:F'] } } },
        'precursor': { 'start': { 'x': { 'count': 40 } }, 'move': { 'speedUmPerHour': 20 }, 'fuse': { 'perDay': 3, 'into': 'resorber', 'partners': 2, 'withinUm': 60, 'atBone': true } },
        'resorber': { 'resorb': { 'umPerDay': 40, 'footprintUm': 45 }, 'move': { 'speedUmPerHour': 5 }, 'die': { 'perDay': 0.3 }, 'degradeMatrix': { 'perDay': 0.5 } },
        'former': { 'start': { 'x': { 'count': 30, 'place': 'bone-surface' } }, 'form': { 'umPerDay': 8, 'footprintUm': 30, 'buriedAs': 'buried' }, 'mineralize': { 'perDay': 0.3 }, 'attach': { 'bone': { 'perDay': 2 } }, 'detach': { 'perDay': 1 },
          'move': { 'speedUmPerHour': 8 } },
        'buried': { 'livesInBone': true, 'start': { 'x': { 'count': 5, 'place': 'in-bone' } }, 'secrete': { 'G': { 'moleculesPerSecond': 1 } } },
        'tumor': { 'initialState': 'awake', 'start': { 'x': { 'count': 30 }, 'blood': { 'count': 20, 'place': 'blood' } }, 'arrest': { 'strength': 0.01 }, 'extravasate': { 'perDay': 2 }, 'intravasate': { 'perDay': 0.3 }, 'detach': { 'perDay': 0.1 },
          'move': { 'speedUmPerHour': 10, 'persistenceHours': 2 }, 'cohesion': { 'strength': 0.2 }, 'secrete': { 'G': { 'moleculesPerSecond': 2 } },
          'attributes': { 'emt': { 'start': { 'normal': { 'mean': 0.5, 'sd': 0.2 } }, 'inheritance': { 'kind': 'copy-with-noise', 'sd': 0.1 }, 'relaxTo': 0.3, 'relaxPerDay': 0.5, 'scales': ['move'] } },
          'states': { 'awake': { 'divide': { 'meanCycleHours': 16, 'pushUpToVoxels': 3 }, 'die': { 'perDay': 0.2 }, 'become': { 'asleep': { 'perDay': 0.3 } } }, 'asleep': { 'become': { 'awake': { 'perDay': 0.1 } } } } }
        """,
        """
        'F': { 'diffusionUm2PerSecond': 40, 'halfLifeMinutes': 5, 'molecularWeightKDa': 17, 'tracks': { 'stroma': ['stroma'] }, 'edges': { 'xMax': { 'kind': 'fixed', 'picomolar': 3 } } },
        'G': { 'diffusionUm2PerSecond': 60, 'halfLifeMinutes': 300, 'molecularWeightKDa': 10, 'initialPicomolar': 1, 'neutralizedBy': { 'field': 'F', 'dissociationPicomolar': 5 } }
        """,
        """
        'wake': { 'cell': 'tumor', 'state': 'asleep', 'signal': 'field:F', 'with': { 'field:G': { 'halfMaximumPicomolar': 1 } }, 'increases': 'become:awake', 'toPerDay': 2, 'halfMaximumPicomolar': 1, 'hill': 2, 'through': ['R'] },
        'grow': { 'cell': 'tumor', 'state': 'awake', 'signal': 'field:G', 'increases': 'divide', 'toPerDay': 3, 'halfMaximumPicomolar': 2, 'through': ['R'] },
        'kill': { 'cell': 'tumor', 'signal': 'treatment:drug', 'increases': 'die', 'toPerDay': 1, 'halfMaximum': 0.5 },
        'crowd': { 'cell': 'tumor', 'state': 'awake', 'signal': 'crowding', 'decreases': 'divide', 'toPerDay': 0, 'halfMaximum': 0.7, 'hill': 4 },
        'dig': { 'cell': 'resorber', 'signal': 'neighbors:former', 'decreases': 'resorb', 'toUmPerDay': 5, 'halfMaximumCells': 2 }
        """ + rules,
        "'bone': { 'pattern': 'trabeculae', 'volumeFraction': 0.2, 'thicknessUm': 40, 'stores': { 'G': { 'moleculesPerUm3': 0.5 } } }, 'vessels': { 'pattern': 'grid', 'type': 'endothelium', 'spacingUm': 200, 'diameterUm': 30 }, 'matrix': { 'pattern': 'uniform', 'density': 0.3 }",
        """
        'labels': { 'R': {} },
        'blood': { 'serum': { 'F': { 'picomolar': 2, 'halfLifeMinutes': 60, 'productionPicomolarPerHour': 2 } }, 'circulating': { 'tumor': { 'influxPerDay': 5, 'clearancePerDay': 1 } } },
        'treatments': { 'drug': { 'fromDay': 1, 'intervalDays': 1, 'halfLifeDays': 0.5, 'blocks': { 'label:R': { 'competitive': true } } }, 'bath': { 'fromDay': 0.5, 'toDay': 1.5, 'adds': { 'G': { 'picomolar': 4 } }, 'multiplies': { 'move': { 'factor': 1.5, 'types': ['tumor'] } } } },
        'events': { 'more': { 'day': 1, 'add': { 'type': 'tumor', 'count': 20 } }, 'stronger': { 'day': 1.5, 'set': { 'cells:tumor:secrete:G:moleculesPerSecond': 6, 'cells:stroma:move:speedUmPerHour': 40 } } }
        """,
        width: 40, height: 36, lattice: "'cellEdges': { 'xMin': 'periodic', 'xMax': 'periodic', 'yMax': 'exit' }", seed: seed);
}
