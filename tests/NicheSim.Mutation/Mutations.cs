using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NicheSim.Mutation;

/// <summary>Which faults a piece of code can have: the usual operators of mutation testing (arithmetic, comparison, logic, assignment, conditions, statements and blocks left out, texts emptied, neighbors among methods).</summary>
internal static class Mutations
{
    private static readonly Dictionary<SyntaxKind, (string Kind, string[] After)> Operators = new()
    {
        [SyntaxKind.PlusToken] = ("arithmetic", ["-"]), [SyntaxKind.MinusToken] = ("arithmetic", ["+"]), [SyntaxKind.AsteriskToken] = ("arithmetic", ["/"]),
        [SyntaxKind.SlashToken] = ("arithmetic", ["*"]), [SyntaxKind.PercentToken] = ("arithmetic", ["*"]),
        [SyntaxKind.LessThanToken] = ("comparison", ["<=", ">"]), [SyntaxKind.LessThanEqualsToken] = ("comparison", ["<", ">"]),
        [SyntaxKind.GreaterThanToken] = ("comparison", [">=", "<"]), [SyntaxKind.GreaterThanEqualsToken] = ("comparison", [">", "<"]),
        [SyntaxKind.EqualsEqualsToken] = ("comparison", ["!="]), [SyntaxKind.ExclamationEqualsToken] = ("comparison", ["=="]),
        [SyntaxKind.AmpersandAmpersandToken] = ("logic", ["||"]), [SyntaxKind.BarBarToken] = ("logic", ["&&"]),
        [SyntaxKind.AmpersandToken] = ("bits", ["|"]), [SyntaxKind.BarToken] = ("bits", ["&"]), [SyntaxKind.CaretToken] = ("bits", ["|"]),
        [SyntaxKind.LessThanLessThanToken] = ("bits", [">>"]), [SyntaxKind.GreaterThanGreaterThanToken] = ("bits", ["<<"]), [SyntaxKind.GreaterThanGreaterThanGreaterThanToken] = ("bits", ["<<"]),
        [SyntaxKind.PlusEqualsToken] = ("assignment", ["-="]), [SyntaxKind.MinusEqualsToken] = ("assignment", ["+="]), [SyntaxKind.AsteriskEqualsToken] = ("assignment", ["/="]),
        [SyntaxKind.SlashEqualsToken] = ("assignment", ["*="]), [SyntaxKind.AmpersandEqualsToken] = ("assignment", ["|="]), [SyntaxKind.BarEqualsToken] = ("assignment", ["&="]),
        [SyntaxKind.CaretEqualsToken] = ("assignment", ["|="]), [SyntaxKind.LessThanLessThanEqualsToken] = ("assignment", [">>="]), [SyntaxKind.GreaterThanGreaterThanEqualsToken] = ("assignment", ["<<="]),
        [SyntaxKind.PlusPlusToken] = ("update", ["--"]), [SyntaxKind.MinusMinusToken] = ("update", ["++"]),
    };

    private static readonly Dictionary<string, string> Methods = new()
    {
        ["Min"] = "Max", ["Max"] = "Min", ["Floor"] = "Ceiling", ["Ceiling"] = "Floor", ["First"] = "Last", ["Last"] = "First", ["Any"] = "All", ["All"] = "Any",
        ["Skip"] = "Take", ["Take"] = "Skip", ["OrderBy"] = "OrderByDescending", ["OrderByDescending"] = "OrderBy", ["Sum"] = "Max", ["StartsWith"] = "EndsWith", ["EndsWith"] = "StartsWith",
    };

    /// <summary>All faults of one source file, in the order of the text. Some will not compile.</summary>
    public static IEnumerable<Mutant> In(string file, SyntaxTree tree)
    {
        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            if (node.FirstAncestorOrSelf<AttributeListSyntax>() is not null)
                continue;
            foreach (var (kind, place, after) in Of(node))
            {
                var span = place.Span;
                var start = tree.GetLineSpan(span).StartLinePosition;
                yield return new Mutant(file, start.Line + 1, start.Character + 1, kind, span, tree.GetText().ToString(span), after, MemberOf(node));
            }
        }
    }

    private static IEnumerable<(string Kind, SyntaxNodeOrToken Place, string After)> Of(SyntaxNode node)
    {
        switch (node)
        {
            case BinaryExpressionSyntax both when both.IsKind(SyntaxKind.CoalesceExpression):
                return [("coalesce", both, both.Left.ToString()), ("coalesce", both, both.Right.ToString())];
            case BinaryExpressionSyntax both when !IsText(both):
                return Exchange(both.OperatorToken);
            case AssignmentExpressionSyntax assignment when !IsText(assignment.Right):
                return Exchange(assignment.OperatorToken);
            case PrefixUnaryExpressionSyntax unary when unary.OperatorToken.Kind() is SyntaxKind.MinusToken or SyntaxKind.ExclamationToken or SyntaxKind.TildeToken:
                return [("unary", unary, unary.Operand.ToString())];
            case PrefixUnaryExpressionSyntax unary:
                return Exchange(unary.OperatorToken, "update");
            case PostfixUnaryExpressionSyntax unary:
                return Exchange(unary.OperatorToken, "update");
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression }:
                return [("boolean", node, "false")];
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.FalseLiteralExpression }:
                return [("boolean", node, "true")];
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } text when text.Token.ValueText.Length > 0 && IsSaid(text):
                return [("text", node, "\"\"")];
            case InterpolatedStringExpressionSyntax when IsSaid(node):
                return [("text", node, "\"\"")];
            case ConditionalExpressionSyntax choice:
                return [("condition", choice.Condition, $"!({choice.Condition})")];
            case IfStatementSyntax choice:
                return [("condition", choice.Condition, $"!({choice.Condition})")];
            case WhileStatementSyntax loop:
                return [("condition", loop.Condition, $"!({loop.Condition})")];
            case ExpressionStatementSyntax { Expression: InvocationExpressionSyntax } call:
                return [("statement", call, ";")];
            case BlockSyntax block when block.Statements.Count > 0:
                return [("block", block, "{ }")];
            case IdentifierNameSyntax name when node.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access && access.Name == name && Methods.TryGetValue(name.Identifier.Text, out var other):
                return [("method", name, other)];
            default:
                return [];
        }
    }

    private static IEnumerable<(string, SyntaxNodeOrToken, string)> Exchange(SyntaxToken token, string? only = null)
        => Operators.TryGetValue(token.Kind(), out var known) && (only is null || known.Kind == only) ? known.After.Select(after => (known.Kind, (SyntaxNodeOrToken)token, after)) : [];

    private static bool IsText(SyntaxNode node) => node.DescendantNodesAndSelf().Any(n => n.IsKind(SyntaxKind.StringLiteralExpression) || n.IsKind(SyntaxKind.InterpolatedStringExpression));

    /// <summary>Texts of exceptions are left as they are: they say what a programmer did wrong, and no test need repeat their words.</summary>
    private static bool IsSaid(SyntaxNode text) => !text.Ancestors().Any(n => n is ThrowStatementSyntax or ThrowExpressionSyntax);

    private static string MemberOf(SyntaxNode node)
    {
        var type = node.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.Text;
        foreach (var ancestor in node.AncestorsAndSelf())
            switch (ancestor)
            {
                case MethodDeclarationSyntax method:
                    return $"{type}.{method.Identifier.Text}";
                case PropertyDeclarationSyntax property when node.FirstAncestorOrSelf<EqualsValueClauseSyntax>() is null:
                    return $"{type}.{property.Identifier.Text}";
                case IndexerDeclarationSyntax:
                    return $"{type}.Item";
                case OperatorDeclarationSyntax or ConversionOperatorDeclarationSyntax:
                    return $"{type}.op";
                case TypeDeclarationSyntax:
                    return $"{type}.ctor";
            }
        return $"{type}.ctor";
    }
}
