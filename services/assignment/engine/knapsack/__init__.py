"""The bound of Dantzig and Wolfe: an exact knapsack for each agent, its prices, and their recheck."""
